// Generated from openapi/openapi.yaml by `npm run generate`.
// Do not edit: change the contract, then run the command again.

import * as runtime from "./runtime.js";
const func0 = runtime.ucs2length;
const formats0 = runtime.uri;
const pattern0 = /* @__PURE__ */ new RegExp("^[1-9][0-9]*$", "u");
const pattern1 = /* @__PURE__ */ new RegExp("^https://(?!(?:[^/?#:]*\\.)?[Ll][Oo][Cc][Aa][Ll][Hh][Oo][Ss][Tt]\\.?(?:[:/?#]|$))(?!(?:[^/?#:]*\\.)?[Xx][Nn]--(?:[A-Za-z0-9_-]*-)?(?:[.:/?#]|$))(?!(?:(?:0|10|127)(?:\\.[0-9]+){3}|(?:169\\.254|192\\.168|172\\.(?:1[6-9]|2[0-9]|3[01]))(?:\\.[0-9]+){2})(?:[:/?#]|$))(?:(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])|(?:[A-Za-z0-9_-]+\\.)*(?!(?:[0-9]+|0[Xx][0-9A-Fa-f]*)\\.?(?:[:/?#]|$))[A-Za-z0-9_-]+\\.?)(?::(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?(?:[/?#].*)?$", "u");
function validate(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  const _errs2 = errors;
  let valid1 = true;
  const _errs3 = errors;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    let missing0;
    if (data.model_params === void 0 && (missing0 = "model_params")) {
      const err0 = {};
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    } else {
      if (data.model_params !== void 0) {
        let data0 = data.model_params;
        if (data0 && typeof data0 == "object" && !Array.isArray(data0)) {
          let missing1;
          if (data0.multi_shot === void 0 && (missing1 = "multi_shot")) {
            const err1 = {};
            if (vErrors === null) {
              vErrors = [err1];
            } else {
              vErrors.push(err1);
            }
            errors++;
          } else {
            if (data0.multi_shot !== void 0) {
              if (true !== data0.multi_shot) {
                const err2 = {};
                if (vErrors === null) {
                  vErrors = [err2];
                } else {
                  vErrors.push(err2);
                }
                errors++;
              }
            }
          }
        }
      }
    }
  }
  var _valid0 = _errs3 === errors;
  errors = _errs2;
  if (vErrors !== null) {
    if (_errs2) {
      vErrors.length = _errs2;
    } else {
      vErrors = null;
    }
  }
  let ifClause0;
  if (_valid0) {
    const _errs6 = errors;
    if (data && typeof data == "object" && !Array.isArray(data)) {
      if (data.model_params !== void 0) {
        let data2 = data.model_params;
        if (data2 && typeof data2 == "object" && !Array.isArray(data2)) {
          if (data2.multi_prompt === void 0) {
            const err3 = { instancePath: instancePath + "/model_params", schemaPath: "#/allOf/0/then/properties/model_params/required", keyword: "required", params: { missingProperty: "multi_prompt" } };
            if (vErrors === null) {
              vErrors = [err3];
            } else {
              vErrors.push(err3);
            }
            errors++;
          }
          if (data2.shot_type === void 0) {
            const err4 = { instancePath: instancePath + "/model_params", schemaPath: "#/allOf/0/then/properties/model_params/required", keyword: "required", params: { missingProperty: "shot_type" } };
            if (vErrors === null) {
              vErrors = [err4];
            } else {
              vErrors.push(err4);
            }
            errors++;
          }
        }
      }
    }
    var _valid0 = _errs6 === errors;
    valid1 = _valid0;
    ifClause0 = "then";
  } else {
    const _errs8 = errors;
    if (data && typeof data == "object" && !Array.isArray(data)) {
      if (data.prompt === void 0) {
        const err5 = { instancePath, schemaPath: "#/allOf/0/else/required", keyword: "required", params: { missingProperty: "prompt" } };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    var _valid0 = _errs8 === errors;
    valid1 = _valid0;
    ifClause0 = "else";
  }
  if (!valid1) {
    const err6 = { instancePath, schemaPath: "#/allOf/0/if", keyword: "if", params: { failingKeyword: ifClause0 } };
    if (vErrors === null) {
      vErrors = [err6];
    } else {
      vErrors.push(err6);
    }
    errors++;
  }
  const _errs9 = errors;
  let valid5 = true;
  const _errs10 = errors;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    let missing2;
    if (data.video_url === void 0 && (missing2 = "video_url")) {
      const err7 = {};
      if (vErrors === null) {
        vErrors = [err7];
      } else {
        vErrors.push(err7);
      }
      errors++;
    }
  }
  var _valid1 = _errs10 === errors;
  errors = _errs9;
  if (vErrors !== null) {
    if (_errs9) {
      vErrors.length = _errs9;
    } else {
      vErrors = null;
    }
  }
  if (_valid1) {
    const _errs11 = errors;
    const _errs12 = errors;
    let valid6 = false;
    const _errs13 = errors;
    if (data && typeof data == "object" && !Array.isArray(data)) {
      if (data.image_urls !== void 0) {
        let data3 = data.image_urls;
        if (Array.isArray(data3)) {
          if (data3.length > 4) {
            const err8 = { instancePath: instancePath + "/image_urls", schemaPath: "#/then/anyOf/0/properties/image_urls/maxItems", keyword: "maxItems", params: { limit: 4 } };
            if (vErrors === null) {
              vErrors = [err8];
            } else {
              vErrors.push(err8);
            }
            errors++;
          }
        }
      }
      if (data.model_params !== void 0) {
        let data4 = data.model_params;
        if (data4 && typeof data4 == "object" && !Array.isArray(data4)) {
          if (data4.element_list !== void 0) {
            let data5 = data4.element_list;
            if (Array.isArray(data5)) {
              if (data5.length > 0) {
                const err9 = { instancePath: instancePath + "/model_params/element_list", schemaPath: "#/then/anyOf/0/properties/model_params/properties/element_list/maxItems", keyword: "maxItems", params: { limit: 0 } };
                if (vErrors === null) {
                  vErrors = [err9];
                } else {
                  vErrors.push(err9);
                }
                errors++;
              }
            }
          }
        }
      }
    }
    var _valid2 = _errs13 === errors;
    valid6 = valid6 || _valid2;
    if (!valid6) {
      const _errs17 = errors;
      if (data && typeof data == "object" && !Array.isArray(data)) {
        if (data.image_urls !== void 0) {
          let data6 = data.image_urls;
          if (Array.isArray(data6)) {
            if (data6.length > 3) {
              const err10 = { instancePath: instancePath + "/image_urls", schemaPath: "#/then/anyOf/1/properties/image_urls/maxItems", keyword: "maxItems", params: { limit: 3 } };
              if (vErrors === null) {
                vErrors = [err10];
              } else {
                vErrors.push(err10);
              }
              errors++;
            }
          }
        }
        if (data.model_params !== void 0) {
          let data7 = data.model_params;
          if (data7 && typeof data7 == "object" && !Array.isArray(data7)) {
            if (data7.element_list !== void 0) {
              let data8 = data7.element_list;
              if (Array.isArray(data8)) {
                if (data8.length > 1) {
                  const err11 = { instancePath: instancePath + "/model_params/element_list", schemaPath: "#/then/anyOf/1/properties/model_params/properties/element_list/maxItems", keyword: "maxItems", params: { limit: 1 } };
                  if (vErrors === null) {
                    vErrors = [err11];
                  } else {
                    vErrors.push(err11);
                  }
                  errors++;
                }
              }
            }
          }
        }
      }
      var _valid2 = _errs17 === errors;
      valid6 = valid6 || _valid2;
      if (!valid6) {
        const _errs21 = errors;
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.image_urls !== void 0) {
            let data9 = data.image_urls;
            if (Array.isArray(data9)) {
              if (data9.length > 2) {
                const err12 = { instancePath: instancePath + "/image_urls", schemaPath: "#/then/anyOf/2/properties/image_urls/maxItems", keyword: "maxItems", params: { limit: 2 } };
                if (vErrors === null) {
                  vErrors = [err12];
                } else {
                  vErrors.push(err12);
                }
                errors++;
              }
            }
          }
          if (data.model_params !== void 0) {
            let data10 = data.model_params;
            if (data10 && typeof data10 == "object" && !Array.isArray(data10)) {
              if (data10.element_list !== void 0) {
                let data11 = data10.element_list;
                if (Array.isArray(data11)) {
                  if (data11.length > 2) {
                    const err13 = { instancePath: instancePath + "/model_params/element_list", schemaPath: "#/then/anyOf/2/properties/model_params/properties/element_list/maxItems", keyword: "maxItems", params: { limit: 2 } };
                    if (vErrors === null) {
                      vErrors = [err13];
                    } else {
                      vErrors.push(err13);
                    }
                    errors++;
                  }
                }
              }
            }
          }
        }
        var _valid2 = _errs21 === errors;
        valid6 = valid6 || _valid2;
        if (!valid6) {
          const _errs25 = errors;
          if (data && typeof data == "object" && !Array.isArray(data)) {
            if (data.image_urls !== void 0) {
              let data12 = data.image_urls;
              if (Array.isArray(data12)) {
                if (data12.length > 1) {
                  const err14 = { instancePath: instancePath + "/image_urls", schemaPath: "#/then/anyOf/3/properties/image_urls/maxItems", keyword: "maxItems", params: { limit: 1 } };
                  if (vErrors === null) {
                    vErrors = [err14];
                  } else {
                    vErrors.push(err14);
                  }
                  errors++;
                }
              }
            }
            if (data.model_params !== void 0) {
              let data13 = data.model_params;
              if (data13 && typeof data13 == "object" && !Array.isArray(data13)) {
                if (data13.element_list !== void 0) {
                  let data14 = data13.element_list;
                  if (Array.isArray(data14)) {
                    if (data14.length > 3) {
                      const err15 = { instancePath: instancePath + "/model_params/element_list", schemaPath: "#/then/anyOf/3/properties/model_params/properties/element_list/maxItems", keyword: "maxItems", params: { limit: 3 } };
                      if (vErrors === null) {
                        vErrors = [err15];
                      } else {
                        vErrors.push(err15);
                      }
                      errors++;
                    }
                  }
                }
              }
            }
          }
          var _valid2 = _errs25 === errors;
          valid6 = valid6 || _valid2;
          if (!valid6) {
            const _errs29 = errors;
            if (data && typeof data == "object" && !Array.isArray(data)) {
              if (data.image_urls !== void 0) {
                let data15 = data.image_urls;
                if (Array.isArray(data15)) {
                  if (data15.length > 0) {
                    const err16 = { instancePath: instancePath + "/image_urls", schemaPath: "#/then/anyOf/4/properties/image_urls/maxItems", keyword: "maxItems", params: { limit: 0 } };
                    if (vErrors === null) {
                      vErrors = [err16];
                    } else {
                      vErrors.push(err16);
                    }
                    errors++;
                  }
                }
              }
              if (data.model_params !== void 0) {
                let data16 = data.model_params;
                if (data16 && typeof data16 == "object" && !Array.isArray(data16)) {
                  if (data16.element_list !== void 0) {
                    let data17 = data16.element_list;
                    if (Array.isArray(data17)) {
                      if (data17.length > 4) {
                        const err17 = { instancePath: instancePath + "/model_params/element_list", schemaPath: "#/then/anyOf/4/properties/model_params/properties/element_list/maxItems", keyword: "maxItems", params: { limit: 4 } };
                        if (vErrors === null) {
                          vErrors = [err17];
                        } else {
                          vErrors.push(err17);
                        }
                        errors++;
                      }
                    }
                  }
                }
              }
            }
            var _valid2 = _errs29 === errors;
            valid6 = valid6 || _valid2;
          }
        }
      }
    }
    if (!valid6) {
      const err18 = { instancePath, schemaPath: "#/then/anyOf", keyword: "anyOf", params: {} };
      if (vErrors === null) {
        vErrors = [err18];
      } else {
        vErrors.push(err18);
      }
      errors++;
    } else {
      errors = _errs12;
      if (vErrors !== null) {
        if (_errs12) {
          vErrors.length = _errs12;
        } else {
          vErrors = null;
        }
      }
    }
    var _valid1 = _errs11 === errors;
    valid5 = _valid1;
  }
  if (!valid5) {
    const err19 = { instancePath, schemaPath: "#/if", keyword: "if", params: { failingKeyword: "then" } };
    if (vErrors === null) {
      vErrors = [err19];
    } else {
      vErrors.push(err19);
    }
    errors++;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.model === void 0) {
      const err20 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "model" } };
      if (vErrors === null) {
        vErrors = [err20];
      } else {
        vErrors.push(err20);
      }
      errors++;
    }
    if (data.model !== void 0) {
      let data18 = data.model;
      if (typeof data18 !== "string") {
        const err21 = { instancePath: instancePath + "/model", schemaPath: "#/properties/model/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err21];
        } else {
          vErrors.push(err21);
        }
        errors++;
      }
      if (!(data18 === "kling-o3-reference-to-video")) {
        const err22 = { instancePath: instancePath + "/model", schemaPath: "#/properties/model/enum", keyword: "enum", params: { allowedValues: ["kling-o3-reference-to-video"] } };
        if (vErrors === null) {
          vErrors = [err22];
        } else {
          vErrors.push(err22);
        }
        errors++;
      }
    }
    if (data.prompt !== void 0) {
      let data19 = data.prompt;
      if (typeof data19 === "string") {
        if (func0(data19) > 2500) {
          const err23 = { instancePath: instancePath + "/prompt", schemaPath: "#/properties/prompt/maxLength", keyword: "maxLength", params: { limit: 2500 } };
          if (vErrors === null) {
            vErrors = [err23];
          } else {
            vErrors.push(err23);
          }
          errors++;
        }
      } else {
        const err24 = { instancePath: instancePath + "/prompt", schemaPath: "#/properties/prompt/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err24];
        } else {
          vErrors.push(err24);
        }
        errors++;
      }
    }
    if (data.video_url !== void 0) {
      let data20 = data.video_url;
      if (typeof data20 === "string") {
        if (!formats0(data20)) {
          const err25 = { instancePath: instancePath + "/video_url", schemaPath: "#/properties/video_url/format", keyword: "format", params: { format: "uri" } };
          if (vErrors === null) {
            vErrors = [err25];
          } else {
            vErrors.push(err25);
          }
          errors++;
        }
      } else {
        const err26 = { instancePath: instancePath + "/video_url", schemaPath: "#/properties/video_url/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err26];
        } else {
          vErrors.push(err26);
        }
        errors++;
      }
    }
    if (data.keep_original_sound !== void 0) {
      if (typeof data.keep_original_sound !== "boolean") {
        const err27 = { instancePath: instancePath + "/keep_original_sound", schemaPath: "#/properties/keep_original_sound/type", keyword: "type", params: { type: "boolean" } };
        if (vErrors === null) {
          vErrors = [err27];
        } else {
          vErrors.push(err27);
        }
        errors++;
      }
    }
    if (data.image_urls !== void 0) {
      let data22 = data.image_urls;
      if (Array.isArray(data22)) {
        let invalid0 = 0;
        const length0 = data22.length;
        for (let i0 = 0; i0 < length0; i0++) {
          let data23 = data22[i0];
          const _errs43 = errors;
          if (typeof data23 === "string") {
            if (!formats0(data23)) {
              const err28 = { instancePath: instancePath + "/image_urls/" + i0, schemaPath: "#/properties/image_urls/items/format", keyword: "format", params: { format: "uri" } };
              if (vErrors === null) {
                vErrors = [err28];
              } else {
                vErrors.push(err28);
              }
              errors++;
            }
          } else {
            const err29 = { instancePath: instancePath + "/image_urls/" + i0, schemaPath: "#/properties/image_urls/items/type", keyword: "type", params: { type: "string" } };
            if (vErrors === null) {
              vErrors = [err29];
            } else {
              vErrors.push(err29);
            }
            errors++;
          }
          var valid18 = _errs43 === errors;
          if (!valid18) {
            invalid0++;
            if (invalid0 >= 20) {
              break;
            }
          }
        }
      } else {
        const err30 = { instancePath: instancePath + "/image_urls", schemaPath: "#/properties/image_urls/type", keyword: "type", params: { type: "array" } };
        if (vErrors === null) {
          vErrors = [err30];
        } else {
          vErrors.push(err30);
        }
        errors++;
      }
    }
    if (data.duration !== void 0) {
      let data24 = data.duration;
      if (!(typeof data24 == "number" && (!(data24 % 1) && !isNaN(data24)) && isFinite(data24))) {
        const err31 = { instancePath: instancePath + "/duration", schemaPath: "#/properties/duration/type", keyword: "type", params: { type: "integer" } };
        if (vErrors === null) {
          vErrors = [err31];
        } else {
          vErrors.push(err31);
        }
        errors++;
      }
      if (typeof data24 == "number" && isFinite(data24)) {
        if (data24 > 10 || isNaN(data24)) {
          const err32 = { instancePath: instancePath + "/duration", schemaPath: "#/properties/duration/maximum", keyword: "maximum", params: { comparison: "<=", limit: 10 } };
          if (vErrors === null) {
            vErrors = [err32];
          } else {
            vErrors.push(err32);
          }
          errors++;
        }
        if (data24 < 3 || isNaN(data24)) {
          const err33 = { instancePath: instancePath + "/duration", schemaPath: "#/properties/duration/minimum", keyword: "minimum", params: { comparison: ">=", limit: 3 } };
          if (vErrors === null) {
            vErrors = [err33];
          } else {
            vErrors.push(err33);
          }
          errors++;
        }
      }
    }
    if (data.aspect_ratio !== void 0) {
      let data25 = data.aspect_ratio;
      if (typeof data25 !== "string") {
        const err34 = { instancePath: instancePath + "/aspect_ratio", schemaPath: "#/properties/aspect_ratio/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err34];
        } else {
          vErrors.push(err34);
        }
        errors++;
      }
      if (!(data25 === "16:9" || data25 === "9:16" || data25 === "1:1")) {
        const err35 = { instancePath: instancePath + "/aspect_ratio", schemaPath: "#/properties/aspect_ratio/enum", keyword: "enum", params: { allowedValues: ["16:9", "9:16", "1:1"] } };
        if (vErrors === null) {
          vErrors = [err35];
        } else {
          vErrors.push(err35);
        }
        errors++;
      }
    }
    if (data.quality !== void 0) {
      let data26 = data.quality;
      if (typeof data26 !== "string") {
        const err36 = { instancePath: instancePath + "/quality", schemaPath: "#/properties/quality/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err36];
        } else {
          vErrors.push(err36);
        }
        errors++;
      }
      if (!(data26 === "720p" || data26 === "1080p")) {
        const err37 = { instancePath: instancePath + "/quality", schemaPath: "#/properties/quality/enum", keyword: "enum", params: { allowedValues: ["720p", "1080p"] } };
        if (vErrors === null) {
          vErrors = [err37];
        } else {
          vErrors.push(err37);
        }
        errors++;
      }
    }
    if (data.model_params !== void 0) {
      let data27 = data.model_params;
      if (data27 && typeof data27 == "object" && !Array.isArray(data27)) {
        if (data27.element_list !== void 0) {
          let data28 = data27.element_list;
          if (Array.isArray(data28)) {
            let invalid1 = 0;
            const length1 = data28.length;
            for (let i1 = 0; i1 < length1; i1++) {
              let data29 = data28[i1];
              const _errs55 = errors;
              if (data29 && typeof data29 == "object" && !Array.isArray(data29)) {
                if (data29.element_id === void 0) {
                  const err38 = { instancePath: instancePath + "/model_params/element_list/" + i1, schemaPath: "#/properties/model_params/properties/element_list/items/required", keyword: "required", params: { missingProperty: "element_id" } };
                  if (vErrors === null) {
                    vErrors = [err38];
                  } else {
                    vErrors.push(err38);
                  }
                  errors++;
                }
                if (data29.element_id !== void 0) {
                  if (typeof data29.element_id !== "string") {
                    const err39 = { instancePath: instancePath + "/model_params/element_list/" + i1 + "/element_id", schemaPath: "#/properties/model_params/properties/element_list/items/properties/element_id/type", keyword: "type", params: { type: "string" } };
                    if (vErrors === null) {
                      vErrors = [err39];
                    } else {
                      vErrors.push(err39);
                    }
                    errors++;
                  }
                }
                let unknown0 = 0;
                for (const key0 in data29) {
                  if (!(key0 === "element_id")) {
                    const err40 = { instancePath: instancePath + "/model_params/element_list/" + i1, schemaPath: "#/properties/model_params/properties/element_list/items/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 } };
                    if (vErrors === null) {
                      vErrors = [err40];
                    } else {
                      vErrors.push(err40);
                    }
                    errors++;
                    unknown0++;
                    if (unknown0 >= 20) {
                      break;
                    }
                  }
                }
              } else {
                const err41 = { instancePath: instancePath + "/model_params/element_list/" + i1, schemaPath: "#/properties/model_params/properties/element_list/items/type", keyword: "type", params: { type: "object" } };
                if (vErrors === null) {
                  vErrors = [err41];
                } else {
                  vErrors.push(err41);
                }
                errors++;
              }
              var valid20 = _errs55 === errors;
              if (!valid20) {
                invalid1++;
                if (invalid1 >= 20) {
                  break;
                }
              }
            }
          } else {
            const err42 = { instancePath: instancePath + "/model_params/element_list", schemaPath: "#/properties/model_params/properties/element_list/type", keyword: "type", params: { type: "array" } };
            if (vErrors === null) {
              vErrors = [err42];
            } else {
              vErrors.push(err42);
            }
            errors++;
          }
        }
        if (data27.watermark_info !== void 0) {
          let data31 = data27.watermark_info;
          if (data31 && typeof data31 == "object" && !Array.isArray(data31)) {
            if (data31.enabled !== void 0) {
              if (typeof data31.enabled !== "boolean") {
                const err43 = { instancePath: instancePath + "/model_params/watermark_info/enabled", schemaPath: "#/properties/model_params/properties/watermark_info/properties/enabled/type", keyword: "type", params: { type: "boolean" } };
                if (vErrors === null) {
                  vErrors = [err43];
                } else {
                  vErrors.push(err43);
                }
                errors++;
              }
            }
            let unknown1 = 0;
            for (const key1 in data31) {
              if (!(key1 === "enabled")) {
                const err44 = { instancePath: instancePath + "/model_params/watermark_info", schemaPath: "#/properties/model_params/properties/watermark_info/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 } };
                if (vErrors === null) {
                  vErrors = [err44];
                } else {
                  vErrors.push(err44);
                }
                errors++;
                unknown1++;
                if (unknown1 >= 20) {
                  break;
                }
              }
            }
          } else {
            const err45 = { instancePath: instancePath + "/model_params/watermark_info", schemaPath: "#/properties/model_params/properties/watermark_info/type", keyword: "type", params: { type: "object" } };
            if (vErrors === null) {
              vErrors = [err45];
            } else {
              vErrors.push(err45);
            }
            errors++;
          }
        }
        if (data27.multi_shot !== void 0) {
          if (typeof data27.multi_shot !== "boolean") {
            const err46 = { instancePath: instancePath + "/model_params/multi_shot", schemaPath: "#/properties/model_params/properties/multi_shot/type", keyword: "type", params: { type: "boolean" } };
            if (vErrors === null) {
              vErrors = [err46];
            } else {
              vErrors.push(err46);
            }
            errors++;
          }
        }
        if (data27.shot_type !== void 0) {
          let data34 = data27.shot_type;
          if (typeof data34 !== "string") {
            const err47 = { instancePath: instancePath + "/model_params/shot_type", schemaPath: "#/properties/model_params/properties/shot_type/type", keyword: "type", params: { type: "string" } };
            if (vErrors === null) {
              vErrors = [err47];
            } else {
              vErrors.push(err47);
            }
            errors++;
          }
          if (!(data34 === "customize")) {
            const err48 = { instancePath: instancePath + "/model_params/shot_type", schemaPath: "#/properties/model_params/properties/shot_type/enum", keyword: "enum", params: { allowedValues: ["customize"] } };
            if (vErrors === null) {
              vErrors = [err48];
            } else {
              vErrors.push(err48);
            }
            errors++;
          }
        }
        if (data27.multi_prompt !== void 0) {
          let data35 = data27.multi_prompt;
          if (Array.isArray(data35)) {
            if (data35.length > 6) {
              const err49 = { instancePath: instancePath + "/model_params/multi_prompt", schemaPath: "#/properties/model_params/properties/multi_prompt/maxItems", keyword: "maxItems", params: { limit: 6 } };
              if (vErrors === null) {
                vErrors = [err49];
              } else {
                vErrors.push(err49);
              }
              errors++;
            }
            if (data35.length < 1) {
              const err50 = { instancePath: instancePath + "/model_params/multi_prompt", schemaPath: "#/properties/model_params/properties/multi_prompt/minItems", keyword: "minItems", params: { limit: 1 } };
              if (vErrors === null) {
                vErrors = [err50];
              } else {
                vErrors.push(err50);
              }
              errors++;
            }
            let invalid2 = 0;
            const length2 = data35.length;
            for (let i2 = 0; i2 < length2; i2++) {
              let data36 = data35[i2];
              const _errs71 = errors;
              if (data36 && typeof data36 == "object" && !Array.isArray(data36)) {
                if (data36.index === void 0) {
                  const err51 = { instancePath: instancePath + "/model_params/multi_prompt/" + i2, schemaPath: "#/properties/model_params/properties/multi_prompt/items/required", keyword: "required", params: { missingProperty: "index" } };
                  if (vErrors === null) {
                    vErrors = [err51];
                  } else {
                    vErrors.push(err51);
                  }
                  errors++;
                }
                if (data36.prompt === void 0) {
                  const err52 = { instancePath: instancePath + "/model_params/multi_prompt/" + i2, schemaPath: "#/properties/model_params/properties/multi_prompt/items/required", keyword: "required", params: { missingProperty: "prompt" } };
                  if (vErrors === null) {
                    vErrors = [err52];
                  } else {
                    vErrors.push(err52);
                  }
                  errors++;
                }
                if (data36.duration === void 0) {
                  const err53 = { instancePath: instancePath + "/model_params/multi_prompt/" + i2, schemaPath: "#/properties/model_params/properties/multi_prompt/items/required", keyword: "required", params: { missingProperty: "duration" } };
                  if (vErrors === null) {
                    vErrors = [err53];
                  } else {
                    vErrors.push(err53);
                  }
                  errors++;
                }
                if (data36.index !== void 0) {
                  let data37 = data36.index;
                  if (!(typeof data37 == "number" && (!(data37 % 1) && !isNaN(data37)) && isFinite(data37))) {
                    const err54 = { instancePath: instancePath + "/model_params/multi_prompt/" + i2 + "/index", schemaPath: "#/properties/model_params/properties/multi_prompt/items/properties/index/type", keyword: "type", params: { type: "integer" } };
                    if (vErrors === null) {
                      vErrors = [err54];
                    } else {
                      vErrors.push(err54);
                    }
                    errors++;
                  }
                }
                if (data36.prompt !== void 0) {
                  let data38 = data36.prompt;
                  if (typeof data38 === "string") {
                    if (func0(data38) > 512) {
                      const err55 = { instancePath: instancePath + "/model_params/multi_prompt/" + i2 + "/prompt", schemaPath: "#/properties/model_params/properties/multi_prompt/items/properties/prompt/maxLength", keyword: "maxLength", params: { limit: 512 } };
                      if (vErrors === null) {
                        vErrors = [err55];
                      } else {
                        vErrors.push(err55);
                      }
                      errors++;
                    }
                  } else {
                    const err56 = { instancePath: instancePath + "/model_params/multi_prompt/" + i2 + "/prompt", schemaPath: "#/properties/model_params/properties/multi_prompt/items/properties/prompt/type", keyword: "type", params: { type: "string" } };
                    if (vErrors === null) {
                      vErrors = [err56];
                    } else {
                      vErrors.push(err56);
                    }
                    errors++;
                  }
                }
                if (data36.duration !== void 0) {
                  let data39 = data36.duration;
                  if (typeof data39 === "string") {
                    if (!pattern0.test(data39)) {
                      const err57 = { instancePath: instancePath + "/model_params/multi_prompt/" + i2 + "/duration", schemaPath: "#/properties/model_params/properties/multi_prompt/items/properties/duration/pattern", keyword: "pattern", params: { pattern: "^[1-9][0-9]*$" } };
                      if (vErrors === null) {
                        vErrors = [err57];
                      } else {
                        vErrors.push(err57);
                      }
                      errors++;
                    }
                  } else {
                    const err58 = { instancePath: instancePath + "/model_params/multi_prompt/" + i2 + "/duration", schemaPath: "#/properties/model_params/properties/multi_prompt/items/properties/duration/type", keyword: "type", params: { type: "string" } };
                    if (vErrors === null) {
                      vErrors = [err58];
                    } else {
                      vErrors.push(err58);
                    }
                    errors++;
                  }
                }
                let unknown2 = 0;
                for (const key2 in data36) {
                  if (!(key2 === "index" || key2 === "prompt" || key2 === "duration")) {
                    const err59 = { instancePath: instancePath + "/model_params/multi_prompt/" + i2, schemaPath: "#/properties/model_params/properties/multi_prompt/items/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 } };
                    if (vErrors === null) {
                      vErrors = [err59];
                    } else {
                      vErrors.push(err59);
                    }
                    errors++;
                    unknown2++;
                    if (unknown2 >= 20) {
                      break;
                    }
                  }
                }
              } else {
                const err60 = { instancePath: instancePath + "/model_params/multi_prompt/" + i2, schemaPath: "#/properties/model_params/properties/multi_prompt/items/type", keyword: "type", params: { type: "object" } };
                if (vErrors === null) {
                  vErrors = [err60];
                } else {
                  vErrors.push(err60);
                }
                errors++;
              }
              var valid23 = _errs71 === errors;
              if (!valid23) {
                invalid2++;
                if (invalid2 >= 20) {
                  break;
                }
              }
            }
          } else {
            const err61 = { instancePath: instancePath + "/model_params/multi_prompt", schemaPath: "#/properties/model_params/properties/multi_prompt/type", keyword: "type", params: { type: "array" } };
            if (vErrors === null) {
              vErrors = [err61];
            } else {
              vErrors.push(err61);
            }
            errors++;
          }
        }
        let unknown3 = 0;
        for (const key3 in data27) {
          if (!(key3 === "element_list" || key3 === "watermark_info" || key3 === "multi_shot" || key3 === "shot_type" || key3 === "multi_prompt")) {
            const err62 = { instancePath: instancePath + "/model_params", schemaPath: "#/properties/model_params/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key3 } };
            if (vErrors === null) {
              vErrors = [err62];
            } else {
              vErrors.push(err62);
            }
            errors++;
            unknown3++;
            if (unknown3 >= 20) {
              break;
            }
          }
        }
      } else {
        const err63 = { instancePath: instancePath + "/model_params", schemaPath: "#/properties/model_params/type", keyword: "type", params: { type: "object" } };
        if (vErrors === null) {
          vErrors = [err63];
        } else {
          vErrors.push(err63);
        }
        errors++;
      }
    }
    if (data.callback_url !== void 0) {
      let data40 = data.callback_url;
      if (typeof data40 === "string") {
        if (func0(data40) > 2048) {
          const err64 = { instancePath: instancePath + "/callback_url", schemaPath: "#/properties/callback_url/maxLength", keyword: "maxLength", params: { limit: 2048 } };
          if (vErrors === null) {
            vErrors = [err64];
          } else {
            vErrors.push(err64);
          }
          errors++;
        }
        if (!pattern1.test(data40)) {
          const err65 = { instancePath: instancePath + "/callback_url", schemaPath: "#/properties/callback_url/pattern", keyword: "pattern", params: { pattern: "^https://(?!(?:[^/?#:]*\\.)?[Ll][Oo][Cc][Aa][Ll][Hh][Oo][Ss][Tt]\\.?(?:[:/?#]|$))(?!(?:[^/?#:]*\\.)?[Xx][Nn]--(?:[A-Za-z0-9_-]*-)?(?:[.:/?#]|$))(?!(?:(?:0|10|127)(?:\\.[0-9]+){3}|(?:169\\.254|192\\.168|172\\.(?:1[6-9]|2[0-9]|3[01]))(?:\\.[0-9]+){2})(?:[:/?#]|$))(?:(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])|(?:[A-Za-z0-9_-]+\\.)*(?!(?:[0-9]+|0[Xx][0-9A-Fa-f]*)\\.?(?:[:/?#]|$))[A-Za-z0-9_-]+\\.?)(?::(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?(?:[/?#].*)?$" } };
          if (vErrors === null) {
            vErrors = [err65];
          } else {
            vErrors.push(err65);
          }
          errors++;
        }
        if (!formats0(data40)) {
          const err66 = { instancePath: instancePath + "/callback_url", schemaPath: "#/properties/callback_url/format", keyword: "format", params: { format: "uri" } };
          if (vErrors === null) {
            vErrors = [err66];
          } else {
            vErrors.push(err66);
          }
          errors++;
        }
      } else {
        const err67 = { instancePath: instancePath + "/callback_url", schemaPath: "#/properties/callback_url/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err67];
        } else {
          vErrors.push(err67);
        }
        errors++;
      }
    }
    let unknown4 = 0;
    for (const key4 in data) {
      if (!(key4 === "model" || key4 === "prompt" || key4 === "video_url" || key4 === "keep_original_sound" || key4 === "image_urls" || key4 === "duration" || key4 === "aspect_ratio" || key4 === "quality" || key4 === "model_params" || key4 === "callback_url")) {
        const err68 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key4 } };
        if (vErrors === null) {
          vErrors = [err68];
        } else {
          vErrors.push(err68);
        }
        errors++;
        unknown4++;
        if (unknown4 >= 20) {
          break;
        }
      }
    }
  } else {
    const err69 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } };
    if (vErrors === null) {
      vErrors = [err69];
    } else {
      vErrors.push(err69);
    }
    errors++;
  }
  validate.errors = vErrors;
  return errors === 0;
}
const validateVideoGenerationRequest = /* @__PURE__ */ Object.assign(validate, { rules: { "#/properties/callback_url": "https only; no internal address, IPv6 literal, user information or unusual numeric host; a port from 1 to 65535", "#/then": "with a video_url, at most 4 image_urls and elements" } });
export {
  validateVideoGenerationRequest
};
