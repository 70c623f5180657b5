// Generated from openapi/openapi.yaml by `npm run generate`.
// Do not edit: change the contract, then run the command again.

function validate(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.data === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "data" } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.success !== void 0) {
      if (typeof data.success !== "boolean") {
        const err1 = { instancePath: instancePath + "/success", schemaPath: "#/properties/success/type", keyword: "type", params: { type: "boolean" } };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.message !== void 0) {
      if (typeof data.message !== "string") {
        const err2 = { instancePath: instancePath + "/message", schemaPath: "#/properties/message/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    if (data.data !== void 0) {
      let data2 = data.data;
      if (data2 && typeof data2 == "object" && !Array.isArray(data2)) {
        if (data2.token !== void 0) {
          let data3 = data2.token;
          if (data3 && typeof data3 == "object" && !Array.isArray(data3)) {
            if (data3.remaining_credits !== void 0) {
              let data4 = data3.remaining_credits;
              if (!(typeof data4 == "number" && isFinite(data4))) {
                const err3 = { instancePath: instancePath + "/data/token/remaining_credits", schemaPath: "#/properties/data/properties/token/properties/remaining_credits/type", keyword: "type", params: { type: "number" } };
                if (vErrors === null) {
                  vErrors = [err3];
                } else {
                  vErrors.push(err3);
                }
                errors++;
              }
            }
            if (data3.used_credits !== void 0) {
              let data5 = data3.used_credits;
              if (!(typeof data5 == "number" && isFinite(data5))) {
                const err4 = { instancePath: instancePath + "/data/token/used_credits", schemaPath: "#/properties/data/properties/token/properties/used_credits/type", keyword: "type", params: { type: "number" } };
                if (vErrors === null) {
                  vErrors = [err4];
                } else {
                  vErrors.push(err4);
                }
                errors++;
              }
            }
            if (data3.unlimited_credits !== void 0) {
              if (typeof data3.unlimited_credits !== "boolean") {
                const err5 = { instancePath: instancePath + "/data/token/unlimited_credits", schemaPath: "#/properties/data/properties/token/properties/unlimited_credits/type", keyword: "type", params: { type: "boolean" } };
                if (vErrors === null) {
                  vErrors = [err5];
                } else {
                  vErrors.push(err5);
                }
                errors++;
              }
            }
          } else {
            const err6 = { instancePath: instancePath + "/data/token", schemaPath: "#/properties/data/properties/token/type", keyword: "type", params: { type: "object" } };
            if (vErrors === null) {
              vErrors = [err6];
            } else {
              vErrors.push(err6);
            }
            errors++;
          }
        }
        if (data2.user !== void 0) {
          let data7 = data2.user;
          if (data7 && typeof data7 == "object" && !Array.isArray(data7)) {
            if (data7.remaining_credits !== void 0) {
              let data8 = data7.remaining_credits;
              if (!(typeof data8 == "number" && isFinite(data8))) {
                const err7 = { instancePath: instancePath + "/data/user/remaining_credits", schemaPath: "#/properties/data/properties/user/properties/remaining_credits/type", keyword: "type", params: { type: "number" } };
                if (vErrors === null) {
                  vErrors = [err7];
                } else {
                  vErrors.push(err7);
                }
                errors++;
              }
            }
            if (data7.used_credits !== void 0) {
              let data9 = data7.used_credits;
              if (!(typeof data9 == "number" && isFinite(data9))) {
                const err8 = { instancePath: instancePath + "/data/user/used_credits", schemaPath: "#/properties/data/properties/user/properties/used_credits/type", keyword: "type", params: { type: "number" } };
                if (vErrors === null) {
                  vErrors = [err8];
                } else {
                  vErrors.push(err8);
                }
                errors++;
              }
            }
          } else {
            const err9 = { instancePath: instancePath + "/data/user", schemaPath: "#/properties/data/properties/user/type", keyword: "type", params: { type: "object" } };
            if (vErrors === null) {
              vErrors = [err9];
            } else {
              vErrors.push(err9);
            }
            errors++;
          }
        }
      } else {
        const err10 = { instancePath: instancePath + "/data", schemaPath: "#/properties/data/type", keyword: "type", params: { type: "object" } };
        if (vErrors === null) {
          vErrors = [err10];
        } else {
          vErrors.push(err10);
        }
        errors++;
      }
    }
  } else {
    const err11 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } };
    if (vErrors === null) {
      vErrors = [err11];
    } else {
      vErrors.push(err11);
    }
    errors++;
  }
  validate.errors = vErrors;
  return errors === 0;
}
function validateClosed(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.data !== void 0) {
      let data0 = data.data;
      if (data0 && typeof data0 == "object" && !Array.isArray(data0)) {
        if (data0.token !== void 0) {
          let data1 = data0.token;
          if (data1 && typeof data1 == "object" && !Array.isArray(data1)) {
            let unknown0 = 0;
            for (const key0 in data1) {
              if (!(key0 === "remaining_credits" || key0 === "used_credits" || key0 === "unlimited_credits")) {
                const err0 = { instancePath: instancePath + "/data/token", schemaPath: "#/properties/data/properties/token/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 } };
                if (vErrors === null) {
                  vErrors = [err0];
                } else {
                  vErrors.push(err0);
                }
                errors++;
                unknown0++;
                if (unknown0 >= 20) {
                  break;
                }
              }
            }
          }
        }
        if (data0.user !== void 0) {
          let data2 = data0.user;
          if (data2 && typeof data2 == "object" && !Array.isArray(data2)) {
            let unknown1 = 0;
            for (const key1 in data2) {
              if (!(key1 === "remaining_credits" || key1 === "used_credits")) {
                const err1 = { instancePath: instancePath + "/data/user", schemaPath: "#/properties/data/properties/user/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 } };
                if (vErrors === null) {
                  vErrors = [err1];
                } else {
                  vErrors.push(err1);
                }
                errors++;
                unknown1++;
                if (unknown1 >= 20) {
                  break;
                }
              }
            }
          }
        }
        let unknown2 = 0;
        for (const key2 in data0) {
          if (!(key2 === "token" || key2 === "user")) {
            const err2 = { instancePath: instancePath + "/data", schemaPath: "#/properties/data/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 } };
            if (vErrors === null) {
              vErrors = [err2];
            } else {
              vErrors.push(err2);
            }
            errors++;
            unknown2++;
            if (unknown2 >= 20) {
              break;
            }
          }
        }
      }
    }
    let unknown3 = 0;
    for (const key3 in data) {
      if (!(key3 === "success" || key3 === "message" || key3 === "data")) {
        const err3 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key3 } };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
        unknown3++;
        if (unknown3 >= 20) {
          break;
        }
      }
    }
  }
  validateClosed.errors = vErrors;
  return errors === 0;
}
const validateCredits = /* @__PURE__ */ Object.assign(validate, { closed: validateClosed });
export {
  validateCredits
};
