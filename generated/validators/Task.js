// Generated from openapi/openapi.yaml by `npm run generate`.
// Do not edit: change the contract, then run the command again.

import * as runtime from "./runtime.js";
const formats0 = runtime.uri;
function validate(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.id === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "id" } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.status === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "status" } };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.created !== void 0) {
      let data0 = data.created;
      if (!(typeof data0 == "number" && (!(data0 % 1) && !isNaN(data0)) && isFinite(data0))) {
        const err2 = { instancePath: instancePath + "/created", schemaPath: "#/properties/created/type", keyword: "type", params: { type: "integer" } };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    if (data.id !== void 0) {
      if (typeof data.id !== "string") {
        const err3 = { instancePath: instancePath + "/id", schemaPath: "#/properties/id/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.model !== void 0) {
      if (typeof data.model !== "string") {
        const err4 = { instancePath: instancePath + "/model", schemaPath: "#/properties/model/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
    }
    if (data.object !== void 0) {
      let data3 = data.object;
      if (typeof data3 !== "string") {
        const err5 = { instancePath: instancePath + "/object", schemaPath: "#/properties/object/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
      if (!(data3 === "video.generation.task")) {
        const err6 = { instancePath: instancePath + "/object", schemaPath: "#/properties/object/enum", keyword: "enum", params: { allowedValues: ["video.generation.task"] } };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
    }
    if (data.progress !== void 0) {
      let data4 = data.progress;
      if (!(typeof data4 == "number" && (!(data4 % 1) && !isNaN(data4)) && isFinite(data4))) {
        const err7 = { instancePath: instancePath + "/progress", schemaPath: "#/properties/progress/type", keyword: "type", params: { type: "integer" } };
        if (vErrors === null) {
          vErrors = [err7];
        } else {
          vErrors.push(err7);
        }
        errors++;
      }
      if (typeof data4 == "number" && isFinite(data4)) {
        if (data4 > 100 || isNaN(data4)) {
          const err8 = { instancePath: instancePath + "/progress", schemaPath: "#/properties/progress/maximum", keyword: "maximum", params: { comparison: "<=", limit: 100 } };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
        if (data4 < 0 || isNaN(data4)) {
          const err9 = { instancePath: instancePath + "/progress", schemaPath: "#/properties/progress/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } };
          if (vErrors === null) {
            vErrors = [err9];
          } else {
            vErrors.push(err9);
          }
          errors++;
        }
      }
    }
    if (data.status !== void 0) {
      let data5 = data.status;
      if (typeof data5 !== "string") {
        const err10 = { instancePath: instancePath + "/status", schemaPath: "#/properties/status/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err10];
        } else {
          vErrors.push(err10);
        }
        errors++;
      }
      if (!(data5 === "pending" || data5 === "processing" || data5 === "completed" || data5 === "failed" || data5 === "cancelled")) {
        const err11 = { instancePath: instancePath + "/status", schemaPath: "#/properties/status/enum", keyword: "enum", params: { allowedValues: ["pending", "processing", "completed", "failed", "cancelled"] } };
        if (vErrors === null) {
          vErrors = [err11];
        } else {
          vErrors.push(err11);
        }
        errors++;
      }
    }
    if (data.task_info !== void 0) {
      let data6 = data.task_info;
      if (data6 && typeof data6 == "object" && !Array.isArray(data6)) {
        if (data6.can_cancel !== void 0) {
          if (typeof data6.can_cancel !== "boolean") {
            const err12 = { instancePath: instancePath + "/task_info/can_cancel", schemaPath: "#/properties/task_info/properties/can_cancel/type", keyword: "type", params: { type: "boolean" } };
            if (vErrors === null) {
              vErrors = [err12];
            } else {
              vErrors.push(err12);
            }
            errors++;
          }
        }
        if (data6.estimated_time !== void 0) {
          let data8 = data6.estimated_time;
          if (!(typeof data8 == "number" && (!(data8 % 1) && !isNaN(data8)) && isFinite(data8))) {
            const err13 = { instancePath: instancePath + "/task_info/estimated_time", schemaPath: "#/properties/task_info/properties/estimated_time/type", keyword: "type", params: { type: "integer" } };
            if (vErrors === null) {
              vErrors = [err13];
            } else {
              vErrors.push(err13);
            }
            errors++;
          }
          if (typeof data8 == "number" && isFinite(data8)) {
            if (data8 < 0 || isNaN(data8)) {
              const err14 = { instancePath: instancePath + "/task_info/estimated_time", schemaPath: "#/properties/task_info/properties/estimated_time/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } };
              if (vErrors === null) {
                vErrors = [err14];
              } else {
                vErrors.push(err14);
              }
              errors++;
            }
          }
        }
        if (data6.video_duration !== void 0) {
          let data9 = data6.video_duration;
          if (!(typeof data9 == "number" && (!(data9 % 1) && !isNaN(data9)) && isFinite(data9))) {
            const err15 = { instancePath: instancePath + "/task_info/video_duration", schemaPath: "#/properties/task_info/properties/video_duration/type", keyword: "type", params: { type: "integer" } };
            if (vErrors === null) {
              vErrors = [err15];
            } else {
              vErrors.push(err15);
            }
            errors++;
          }
        }
      } else {
        const err16 = { instancePath: instancePath + "/task_info", schemaPath: "#/properties/task_info/type", keyword: "type", params: { type: "object" } };
        if (vErrors === null) {
          vErrors = [err16];
        } else {
          vErrors.push(err16);
        }
        errors++;
      }
    }
    if (data.type !== void 0) {
      let data10 = data.type;
      if (typeof data10 !== "string") {
        const err17 = { instancePath: instancePath + "/type", schemaPath: "#/properties/type/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err17];
        } else {
          vErrors.push(err17);
        }
        errors++;
      }
      if (!(data10 === "text" || data10 === "image" || data10 === "audio" || data10 === "video")) {
        const err18 = { instancePath: instancePath + "/type", schemaPath: "#/properties/type/enum", keyword: "enum", params: { allowedValues: ["text", "image", "audio", "video"] } };
        if (vErrors === null) {
          vErrors = [err18];
        } else {
          vErrors.push(err18);
        }
        errors++;
      }
    }
    if (data.usage !== void 0) {
      let data11 = data.usage;
      if (data11 && typeof data11 == "object" && !Array.isArray(data11)) {
        if (data11.billing_rule !== void 0) {
          if (typeof data11.billing_rule !== "string") {
            const err19 = { instancePath: instancePath + "/usage/billing_rule", schemaPath: "#/properties/usage/properties/billing_rule/type", keyword: "type", params: { type: "string" } };
            if (vErrors === null) {
              vErrors = [err19];
            } else {
              vErrors.push(err19);
            }
            errors++;
          }
        }
        if (data11.credits_reserved !== void 0) {
          let data13 = data11.credits_reserved;
          if (typeof data13 == "number" && isFinite(data13)) {
            if (data13 < 0 || isNaN(data13)) {
              const err20 = { instancePath: instancePath + "/usage/credits_reserved", schemaPath: "#/properties/usage/properties/credits_reserved/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } };
              if (vErrors === null) {
                vErrors = [err20];
              } else {
                vErrors.push(err20);
              }
              errors++;
            }
          } else {
            const err21 = { instancePath: instancePath + "/usage/credits_reserved", schemaPath: "#/properties/usage/properties/credits_reserved/type", keyword: "type", params: { type: "number" } };
            if (vErrors === null) {
              vErrors = [err21];
            } else {
              vErrors.push(err21);
            }
            errors++;
          }
        }
        if (data11.user_group !== void 0) {
          if (typeof data11.user_group !== "string") {
            const err22 = { instancePath: instancePath + "/usage/user_group", schemaPath: "#/properties/usage/properties/user_group/type", keyword: "type", params: { type: "string" } };
            if (vErrors === null) {
              vErrors = [err22];
            } else {
              vErrors.push(err22);
            }
            errors++;
          }
        }
      } else {
        const err23 = { instancePath: instancePath + "/usage", schemaPath: "#/properties/usage/type", keyword: "type", params: { type: "object" } };
        if (vErrors === null) {
          vErrors = [err23];
        } else {
          vErrors.push(err23);
        }
        errors++;
      }
    }
    if (data.results !== void 0) {
      let data15 = data.results;
      if (Array.isArray(data15)) {
        let invalid0 = 0;
        const length0 = data15.length;
        for (let i0 = 0; i0 < length0; i0++) {
          let data16 = data15[i0];
          const _errs33 = errors;
          if (typeof data16 === "string") {
            if (!formats0(data16)) {
              const err24 = { instancePath: instancePath + "/results/" + i0, schemaPath: "#/properties/results/items/format", keyword: "format", params: { format: "uri" } };
              if (vErrors === null) {
                vErrors = [err24];
              } else {
                vErrors.push(err24);
              }
              errors++;
            }
          } else {
            const err25 = { instancePath: instancePath + "/results/" + i0, schemaPath: "#/properties/results/items/type", keyword: "type", params: { type: "string" } };
            if (vErrors === null) {
              vErrors = [err25];
            } else {
              vErrors.push(err25);
            }
            errors++;
          }
          var valid3 = _errs33 === errors;
          if (!valid3) {
            invalid0++;
            if (invalid0 >= 20) {
              break;
            }
          }
        }
      } else {
        const err26 = { instancePath: instancePath + "/results", schemaPath: "#/properties/results/type", keyword: "type", params: { type: "array" } };
        if (vErrors === null) {
          vErrors = [err26];
        } else {
          vErrors.push(err26);
        }
        errors++;
      }
    }
    if (data.error !== void 0) {
      let data17 = data.error;
      if (data17 && typeof data17 == "object" && !Array.isArray(data17)) {
        if (data17.code !== void 0) {
          if (typeof data17.code !== "string") {
            const err27 = { instancePath: instancePath + "/error/code", schemaPath: "#/properties/error/properties/code/type", keyword: "type", params: { type: "string" } };
            if (vErrors === null) {
              vErrors = [err27];
            } else {
              vErrors.push(err27);
            }
            errors++;
          }
        }
        if (data17.message !== void 0) {
          if (typeof data17.message !== "string") {
            const err28 = { instancePath: instancePath + "/error/message", schemaPath: "#/properties/error/properties/message/type", keyword: "type", params: { type: "string" } };
            if (vErrors === null) {
              vErrors = [err28];
            } else {
              vErrors.push(err28);
            }
            errors++;
          }
        }
        if (data17.type !== void 0) {
          if (typeof data17.type !== "string") {
            const err29 = { instancePath: instancePath + "/error/type", schemaPath: "#/properties/error/properties/type/type", keyword: "type", params: { type: "string" } };
            if (vErrors === null) {
              vErrors = [err29];
            } else {
              vErrors.push(err29);
            }
            errors++;
          }
        }
      } else {
        const err30 = { instancePath: instancePath + "/error", schemaPath: "#/properties/error/type", keyword: "type", params: { type: "object" } };
        if (vErrors === null) {
          vErrors = [err30];
        } else {
          vErrors.push(err30);
        }
        errors++;
      }
    }
  } else {
    const err31 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } };
    if (vErrors === null) {
      vErrors = [err31];
    } else {
      vErrors.push(err31);
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
    if (data.task_info !== void 0) {
      let data0 = data.task_info;
      if (data0 && typeof data0 == "object" && !Array.isArray(data0)) {
        let unknown0 = 0;
        for (const key0 in data0) {
          if (!(key0 === "can_cancel" || key0 === "estimated_time" || key0 === "video_duration")) {
            const err0 = { instancePath: instancePath + "/task_info", schemaPath: "#/properties/task_info/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 } };
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
    if (data.usage !== void 0) {
      let data1 = data.usage;
      if (data1 && typeof data1 == "object" && !Array.isArray(data1)) {
        let unknown1 = 0;
        for (const key1 in data1) {
          if (!(key1 === "billing_rule" || key1 === "credits_reserved" || key1 === "user_group")) {
            const err1 = { instancePath: instancePath + "/usage", schemaPath: "#/properties/usage/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 } };
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
    if (data.error !== void 0) {
      let data2 = data.error;
      if (data2 && typeof data2 == "object" && !Array.isArray(data2)) {
        let unknown2 = 0;
        for (const key2 in data2) {
          if (!(key2 === "code" || key2 === "message" || key2 === "type")) {
            const err2 = { instancePath: instancePath + "/error", schemaPath: "#/properties/error/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 } };
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
      if (!(key3 === "created" || key3 === "id" || key3 === "model" || key3 === "object" || key3 === "progress" || key3 === "status" || key3 === "task_info" || key3 === "type" || key3 === "usage" || key3 === "results" || key3 === "error")) {
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
const validateTask = /* @__PURE__ */ Object.assign(validate, { closed: validateClosed });
export {
  validateTask
};
