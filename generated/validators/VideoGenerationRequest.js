// Generated from openapi/openapi.yaml by `npm run generate`. Do not edit: change the contract, then run the command again.
export const validate = validate20;
const func1 = Object.prototype.hasOwnProperty;
const func2 = function ucs2length(str) {
    const len = str.length;
    let length = 0;
    let pos = 0;
    let value;
    while (pos < len) {
        length++;
        value = str.charCodeAt(pos++);
        if (value >= 0xd800 && value <= 0xdbff && pos < len) {
            // high surrogate, and there is a next character
            value = str.charCodeAt(pos);
            if ((value & 0xfc00) === 0xdc00)
                pos++; // low surrogate
        }
    }
    return length;
};
const formats0 = /^(?:[a-z][a-z0-9+\-.]*:)(?:\/?\/(?:(?:[a-z0-9\-._~!$&'()*+,;=:]|%[0-9a-f]{2})*@)?(?:\[(?:(?:(?:(?:[0-9a-f]{1,4}:){6}|::(?:[0-9a-f]{1,4}:){5}|(?:[0-9a-f]{1,4})?::(?:[0-9a-f]{1,4}:){4}|(?:(?:[0-9a-f]{1,4}:){0,1}[0-9a-f]{1,4})?::(?:[0-9a-f]{1,4}:){3}|(?:(?:[0-9a-f]{1,4}:){0,2}[0-9a-f]{1,4})?::(?:[0-9a-f]{1,4}:){2}|(?:(?:[0-9a-f]{1,4}:){0,3}[0-9a-f]{1,4})?::[0-9a-f]{1,4}:|(?:(?:[0-9a-f]{1,4}:){0,4}[0-9a-f]{1,4})?::)(?:[0-9a-f]{1,4}:[0-9a-f]{1,4}|(?:(?:25[0-5]|2[0-4]\d|[01]?\d\d?)\.){3}(?:25[0-5]|2[0-4]\d|[01]?\d\d?))|(?:(?:[0-9a-f]{1,4}:){0,5}[0-9a-f]{1,4})?::[0-9a-f]{1,4}|(?:(?:[0-9a-f]{1,4}:){0,6}[0-9a-f]{1,4})?::)|[Vv][0-9a-f]+\.[a-z0-9\-._~!$&'()*+,;=:]+)\]|(?:(?:25[0-5]|2[0-4]\d|[01]?\d\d?)\.){3}(?:25[0-5]|2[0-4]\d|[01]?\d\d?)|(?:[a-z0-9\-._~!$&'()*+,;=]|%[0-9a-f]{2})*)(?::\d*)?(?:\/(?:[a-z0-9\-._~!$&'()*+,;=:@]|%[0-9a-f]{2})*)*|\/(?:(?:[a-z0-9\-._~!$&'()*+,;=:@]|%[0-9a-f]{2})+(?:\/(?:[a-z0-9\-._~!$&'()*+,;=:@]|%[0-9a-f]{2})*)*)?|(?:[a-z0-9\-._~!$&'()*+,;=:@]|%[0-9a-f]{2})+(?:\/(?:[a-z0-9\-._~!$&'()*+,;=:@]|%[0-9a-f]{2})*)*)(?:\?(?:[a-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9a-f]{2})*)?(?:#(?:[a-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9a-f]{2})*)?$/i;
const pattern4 = new RegExp("^[1-9][0-9]*$", "u");
const pattern5 = new RegExp("^https://(?!(?:[^/?#:]*\\.)?[Ll][Oo][Cc][Aa][Ll][Hh][Oo][Ss][Tt]\\.?(?:[:/?#]|$))(?!(?:(?:0|10|127)(?:\\.[0-9]+){3}|(?:169\\.254|192\\.168|172\\.(?:1[6-9]|2[0-9]|3[01]))(?:\\.[0-9]+){2})(?:[:/?#]|$))(?:(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])|(?:[A-Za-z0-9_-]+\\.)*(?!(?:[0-9]+|0[Xx][0-9A-Fa-f]*)\\.?(?:[:/?#]|$))[A-Za-z0-9_-]+\\.?)(?::[0-9]{1,5})?(?:[/?#].*)?$", "u");

function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate20.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
const _errs2 = errors;
let valid1 = true;
const _errs3 = errors;
if(errors === _errs3){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.model_params === undefined) && (missing0 = "model_params")){
const err0 = {};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
else {
if(data.model_params !== undefined){
let data0 = data.model_params;
const _errs5 = errors;
if(errors === _errs5){
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
let missing1;
if((data0.multi_shot === undefined) && (missing1 = "multi_shot")){
const err1 = {};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
else {
if(data0.multi_shot !== undefined){
if(true !== data0.multi_shot){
const err2 = {};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
}
else {
const err3 = {};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
}
}
}
else {
const err4 = {};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
var _valid0 = _errs3 === errors;
errors = _errs2;
if(vErrors !== null){
if(_errs2){
vErrors.length = _errs2;
}
else {
vErrors = null;
}
}
let ifClause0;
if(_valid0){
const _errs8 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.model_params === undefined){
const err5 = {instancePath,schemaPath:"#/allOf/0/then/required",keyword:"required",params:{missingProperty: "model_params"}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data.model_params !== undefined){
let data2 = data.model_params;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(data2.multi_shot === undefined){
const err6 = {instancePath:instancePath+"/model_params",schemaPath:"#/allOf/0/then/properties/model_params/required",keyword:"required",params:{missingProperty: "multi_shot"}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data2.multi_prompt === undefined){
const err7 = {instancePath:instancePath+"/model_params",schemaPath:"#/allOf/0/then/properties/model_params/required",keyword:"required",params:{missingProperty: "multi_prompt"}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(data2.shot_type === undefined){
const err8 = {instancePath:instancePath+"/model_params",schemaPath:"#/allOf/0/then/properties/model_params/required",keyword:"required",params:{missingProperty: "shot_type"}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(data2.multi_shot !== undefined){
if(true !== data2.multi_shot){
const err9 = {instancePath:instancePath+"/model_params/multi_shot",schemaPath:"#/allOf/0/then/properties/model_params/properties/multi_shot/const",keyword:"const",params:{allowedValue: true}};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
else {
const err10 = {instancePath:instancePath+"/model_params",schemaPath:"#/allOf/0/then/properties/model_params/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
else {
const err11 = {instancePath,schemaPath:"#/allOf/0/then/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
var _valid0 = _errs8 === errors;
valid1 = _valid0;
if(valid1){
var props0 = {};
props0.model_params = true;
}
ifClause0 = "then";
}
else {
const _errs13 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.prompt === undefined){
const err12 = {instancePath,schemaPath:"#/allOf/0/else/required",keyword:"required",params:{missingProperty: "prompt"}};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(data.model_params !== undefined){
let data4 = data.model_params;
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
if(data4.multi_shot !== undefined){
if(false !== data4.multi_shot){
const err13 = {instancePath:instancePath+"/model_params/multi_shot",schemaPath:"#/allOf/0/else/properties/model_params/properties/multi_shot/const",keyword:"const",params:{allowedValue: false}};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
else {
const err14 = {instancePath:instancePath+"/model_params",schemaPath:"#/allOf/0/else/properties/model_params/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
else {
const err15 = {instancePath,schemaPath:"#/allOf/0/else/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
var _valid0 = _errs13 === errors;
valid1 = _valid0;
if(valid1){
if(props0 !== true){
props0 = props0 || {};
props0.model_params = true;
}
}
ifClause0 = "else";
}
if(!valid1){
const err16 = {instancePath,schemaPath:"#/allOf/0/if",keyword:"if",params:{failingKeyword: ifClause0}};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
const _errs18 = errors;
let valid8 = true;
const _errs19 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
let missing2;
if((data.video_url === undefined) && (missing2 = "video_url")){
const err17 = {};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
var _valid1 = _errs19 === errors;
if(props0 !== true){
props0 = props0 || {};
props0.video_url = true;
}
errors = _errs18;
if(vErrors !== null){
if(_errs18){
vErrors.length = _errs18;
}
else {
vErrors = null;
}
}
if(_valid1){
const _errs20 = errors;
const _errs21 = errors;
let valid9 = false;
const _errs22 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.image_urls !== undefined){
let data6 = data.image_urls;
if(Array.isArray(data6)){
if(data6.length > 4){
const err18 = {instancePath:instancePath+"/image_urls",schemaPath:"#/then/anyOf/0/properties/image_urls/maxItems",keyword:"maxItems",params:{limit: 4}};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
}
if(data.model_params !== undefined){
let data7 = data.model_params;
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
if(data7.element_list !== undefined){
let data8 = data7.element_list;
if(Array.isArray(data8)){
if(data8.length > 0){
const err19 = {instancePath:instancePath+"/model_params/element_list",schemaPath:"#/then/anyOf/0/properties/model_params/properties/element_list/maxItems",keyword:"maxItems",params:{limit: 0}};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
}
}
}
var _valid2 = _errs22 === errors;
valid9 = valid9 || _valid2;
if(_valid2){
var props1 = {};
props1.image_urls = true;
props1.model_params = true;
}
const _errs26 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.image_urls !== undefined){
let data9 = data.image_urls;
if(Array.isArray(data9)){
if(data9.length > 3){
const err20 = {instancePath:instancePath+"/image_urls",schemaPath:"#/then/anyOf/1/properties/image_urls/maxItems",keyword:"maxItems",params:{limit: 3}};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
}
if(data.model_params !== undefined){
let data10 = data.model_params;
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
if(data10.element_list !== undefined){
let data11 = data10.element_list;
if(Array.isArray(data11)){
if(data11.length > 1){
const err21 = {instancePath:instancePath+"/model_params/element_list",schemaPath:"#/then/anyOf/1/properties/model_params/properties/element_list/maxItems",keyword:"maxItems",params:{limit: 1}};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
}
}
}
}
var _valid2 = _errs26 === errors;
valid9 = valid9 || _valid2;
if(_valid2){
if(props1 !== true){
props1 = props1 || {};
props1.image_urls = true;
props1.model_params = true;
}
}
const _errs30 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.image_urls !== undefined){
let data12 = data.image_urls;
if(Array.isArray(data12)){
if(data12.length > 2){
const err22 = {instancePath:instancePath+"/image_urls",schemaPath:"#/then/anyOf/2/properties/image_urls/maxItems",keyword:"maxItems",params:{limit: 2}};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
}
if(data.model_params !== undefined){
let data13 = data.model_params;
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
if(data13.element_list !== undefined){
let data14 = data13.element_list;
if(Array.isArray(data14)){
if(data14.length > 2){
const err23 = {instancePath:instancePath+"/model_params/element_list",schemaPath:"#/then/anyOf/2/properties/model_params/properties/element_list/maxItems",keyword:"maxItems",params:{limit: 2}};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
}
}
}
}
var _valid2 = _errs30 === errors;
valid9 = valid9 || _valid2;
if(_valid2){
if(props1 !== true){
props1 = props1 || {};
props1.image_urls = true;
props1.model_params = true;
}
}
const _errs34 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.image_urls !== undefined){
let data15 = data.image_urls;
if(Array.isArray(data15)){
if(data15.length > 1){
const err24 = {instancePath:instancePath+"/image_urls",schemaPath:"#/then/anyOf/3/properties/image_urls/maxItems",keyword:"maxItems",params:{limit: 1}};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
}
if(data.model_params !== undefined){
let data16 = data.model_params;
if(data16 && typeof data16 == "object" && !Array.isArray(data16)){
if(data16.element_list !== undefined){
let data17 = data16.element_list;
if(Array.isArray(data17)){
if(data17.length > 3){
const err25 = {instancePath:instancePath+"/model_params/element_list",schemaPath:"#/then/anyOf/3/properties/model_params/properties/element_list/maxItems",keyword:"maxItems",params:{limit: 3}};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
}
}
}
var _valid2 = _errs34 === errors;
valid9 = valid9 || _valid2;
if(_valid2){
if(props1 !== true){
props1 = props1 || {};
props1.image_urls = true;
props1.model_params = true;
}
}
const _errs38 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.image_urls !== undefined){
let data18 = data.image_urls;
if(Array.isArray(data18)){
if(data18.length > 0){
const err26 = {instancePath:instancePath+"/image_urls",schemaPath:"#/then/anyOf/4/properties/image_urls/maxItems",keyword:"maxItems",params:{limit: 0}};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
}
if(data.model_params !== undefined){
let data19 = data.model_params;
if(data19 && typeof data19 == "object" && !Array.isArray(data19)){
if(data19.element_list !== undefined){
let data20 = data19.element_list;
if(Array.isArray(data20)){
if(data20.length > 4){
const err27 = {instancePath:instancePath+"/model_params/element_list",schemaPath:"#/then/anyOf/4/properties/model_params/properties/element_list/maxItems",keyword:"maxItems",params:{limit: 4}};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
}
}
}
}
var _valid2 = _errs38 === errors;
valid9 = valid9 || _valid2;
if(_valid2){
if(props1 !== true){
props1 = props1 || {};
props1.image_urls = true;
props1.model_params = true;
}
}
if(!valid9){
const err28 = {instancePath,schemaPath:"#/then/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
else {
errors = _errs21;
if(vErrors !== null){
if(_errs21){
vErrors.length = _errs21;
}
else {
vErrors = null;
}
}
}
var _valid1 = _errs20 === errors;
valid8 = _valid1;
if(valid8){
if(props0 !== true && props1 !== undefined){
if(props1 === true){
props0 = true;
}
else {
props0 = props0 || {};
Object.assign(props0, props1);
}
}
}
}
if(!valid8){
const err29 = {instancePath,schemaPath:"#/if",keyword:"if",params:{failingKeyword: "then"}};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.model === undefined){
const err30 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "model"}};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
for(const key0 in data){
if(!(func1.call({"model":0,"prompt":0,"video_url":0,"keep_original_sound":0,"image_urls":0,"duration":0,"aspect_ratio":0,"quality":0,"model_params":0,"callback_url":0}, key0))){
const err31 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data.model !== undefined){
let data21 = data.model;
if(typeof data21 !== "string"){
const err32 = {instancePath:instancePath+"/model",schemaPath:"#/properties/model/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
if(!(data21 === "kling-o3-reference-to-video")){
const err33 = {instancePath:instancePath+"/model",schemaPath:"#/properties/model/enum",keyword:"enum",params:{allowedValues: ["kling-o3-reference-to-video"]}};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(data.prompt !== undefined){
let data22 = data.prompt;
if(typeof data22 === "string"){
if(func2(data22) > 2500){
const err34 = {instancePath:instancePath+"/prompt",schemaPath:"#/properties/prompt/maxLength",keyword:"maxLength",params:{limit: 2500}};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
else {
const err35 = {instancePath:instancePath+"/prompt",schemaPath:"#/properties/prompt/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data.video_url !== undefined){
let data23 = data.video_url;
if(typeof data23 === "string"){
if(!(formats0.test(data23))){
const err36 = {instancePath:instancePath+"/video_url",schemaPath:"#/properties/video_url/format",keyword:"format",params:{format: "uri"}};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
else {
const err37 = {instancePath:instancePath+"/video_url",schemaPath:"#/properties/video_url/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
if(data.keep_original_sound !== undefined){
if(typeof data.keep_original_sound !== "boolean"){
const err38 = {instancePath:instancePath+"/keep_original_sound",schemaPath:"#/properties/keep_original_sound/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data.image_urls !== undefined){
let data25 = data.image_urls;
if(Array.isArray(data25)){
const len0 = data25.length;
for(let i0=0; i0<len0; i0++){
let data26 = data25[i0];
if(typeof data26 === "string"){
if(!(formats0.test(data26))){
const err39 = {instancePath:instancePath+"/image_urls/" + i0,schemaPath:"#/properties/image_urls/items/format",keyword:"format",params:{format: "uri"}};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
else {
const err40 = {instancePath:instancePath+"/image_urls/" + i0,schemaPath:"#/properties/image_urls/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
}
else {
const err41 = {instancePath:instancePath+"/image_urls",schemaPath:"#/properties/image_urls/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
if(data.duration !== undefined){
let data27 = data.duration;
if(!(((typeof data27 == "number") && (!(data27 % 1) && !isNaN(data27))) && (isFinite(data27)))){
const err42 = {instancePath:instancePath+"/duration",schemaPath:"#/properties/duration/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
if((typeof data27 == "number") && (isFinite(data27))){
if(data27 > 10 || isNaN(data27)){
const err43 = {instancePath:instancePath+"/duration",schemaPath:"#/properties/duration/maximum",keyword:"maximum",params:{comparison: "<=", limit: 10}};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
if(data27 < 3 || isNaN(data27)){
const err44 = {instancePath:instancePath+"/duration",schemaPath:"#/properties/duration/minimum",keyword:"minimum",params:{comparison: ">=", limit: 3}};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
}
if(data.aspect_ratio !== undefined){
let data28 = data.aspect_ratio;
if(typeof data28 !== "string"){
const err45 = {instancePath:instancePath+"/aspect_ratio",schemaPath:"#/properties/aspect_ratio/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
if(!(((data28 === "16:9") || (data28 === "9:16")) || (data28 === "1:1"))){
const err46 = {instancePath:instancePath+"/aspect_ratio",schemaPath:"#/properties/aspect_ratio/enum",keyword:"enum",params:{allowedValues: ["16:9","9:16","1:1"]}};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(data.quality !== undefined){
let data29 = data.quality;
if(typeof data29 !== "string"){
const err47 = {instancePath:instancePath+"/quality",schemaPath:"#/properties/quality/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
if(!((data29 === "720p") || (data29 === "1080p"))){
const err48 = {instancePath:instancePath+"/quality",schemaPath:"#/properties/quality/enum",keyword:"enum",params:{allowedValues: ["720p","1080p"]}};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
if(data.model_params !== undefined){
let data30 = data.model_params;
if(data30 && typeof data30 == "object" && !Array.isArray(data30)){
for(const key1 in data30){
if(!(((((key1 === "element_list") || (key1 === "watermark_info")) || (key1 === "multi_shot")) || (key1 === "shot_type")) || (key1 === "multi_prompt"))){
const err49 = {instancePath:instancePath+"/model_params",schemaPath:"#/properties/model_params/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
if(data30.element_list !== undefined){
let data31 = data30.element_list;
if(Array.isArray(data31)){
const len1 = data31.length;
for(let i1=0; i1<len1; i1++){
let data32 = data31[i1];
if(data32 && typeof data32 == "object" && !Array.isArray(data32)){
if(data32.element_id === undefined){
const err50 = {instancePath:instancePath+"/model_params/element_list/" + i1,schemaPath:"#/properties/model_params/properties/element_list/items/required",keyword:"required",params:{missingProperty: "element_id"}};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
for(const key2 in data32){
if(!(key2 === "element_id")){
const err51 = {instancePath:instancePath+"/model_params/element_list/" + i1,schemaPath:"#/properties/model_params/properties/element_list/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2}};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
if(data32.element_id !== undefined){
if(typeof data32.element_id !== "string"){
const err52 = {instancePath:instancePath+"/model_params/element_list/" + i1+"/element_id",schemaPath:"#/properties/model_params/properties/element_list/items/properties/element_id/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
}
else {
const err53 = {instancePath:instancePath+"/model_params/element_list/" + i1,schemaPath:"#/properties/model_params/properties/element_list/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
}
else {
const err54 = {instancePath:instancePath+"/model_params/element_list",schemaPath:"#/properties/model_params/properties/element_list/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
if(data30.watermark_info !== undefined){
let data34 = data30.watermark_info;
if(data34 && typeof data34 == "object" && !Array.isArray(data34)){
for(const key3 in data34){
if(!(key3 === "enabled")){
const err55 = {instancePath:instancePath+"/model_params/watermark_info",schemaPath:"#/properties/model_params/properties/watermark_info/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3}};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
if(data34.enabled !== undefined){
if(typeof data34.enabled !== "boolean"){
const err56 = {instancePath:instancePath+"/model_params/watermark_info/enabled",schemaPath:"#/properties/model_params/properties/watermark_info/properties/enabled/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
}
else {
const err57 = {instancePath:instancePath+"/model_params/watermark_info",schemaPath:"#/properties/model_params/properties/watermark_info/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
if(data30.multi_shot !== undefined){
if(typeof data30.multi_shot !== "boolean"){
const err58 = {instancePath:instancePath+"/model_params/multi_shot",schemaPath:"#/properties/model_params/properties/multi_shot/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
if(data30.shot_type !== undefined){
let data37 = data30.shot_type;
if(typeof data37 !== "string"){
const err59 = {instancePath:instancePath+"/model_params/shot_type",schemaPath:"#/properties/model_params/properties/shot_type/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
if(!(data37 === "customize")){
const err60 = {instancePath:instancePath+"/model_params/shot_type",schemaPath:"#/properties/model_params/properties/shot_type/enum",keyword:"enum",params:{allowedValues: ["customize"]}};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
if(data30.multi_prompt !== undefined){
let data38 = data30.multi_prompt;
if(Array.isArray(data38)){
if(data38.length > 6){
const err61 = {instancePath:instancePath+"/model_params/multi_prompt",schemaPath:"#/properties/model_params/properties/multi_prompt/maxItems",keyword:"maxItems",params:{limit: 6}};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
if(data38.length < 1){
const err62 = {instancePath:instancePath+"/model_params/multi_prompt",schemaPath:"#/properties/model_params/properties/multi_prompt/minItems",keyword:"minItems",params:{limit: 1}};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
const len2 = data38.length;
for(let i2=0; i2<len2; i2++){
let data39 = data38[i2];
if(data39 && typeof data39 == "object" && !Array.isArray(data39)){
if(data39.index === undefined){
const err63 = {instancePath:instancePath+"/model_params/multi_prompt/" + i2,schemaPath:"#/properties/model_params/properties/multi_prompt/items/required",keyword:"required",params:{missingProperty: "index"}};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
if(data39.prompt === undefined){
const err64 = {instancePath:instancePath+"/model_params/multi_prompt/" + i2,schemaPath:"#/properties/model_params/properties/multi_prompt/items/required",keyword:"required",params:{missingProperty: "prompt"}};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
if(data39.duration === undefined){
const err65 = {instancePath:instancePath+"/model_params/multi_prompt/" + i2,schemaPath:"#/properties/model_params/properties/multi_prompt/items/required",keyword:"required",params:{missingProperty: "duration"}};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
for(const key4 in data39){
if(!(((key4 === "index") || (key4 === "prompt")) || (key4 === "duration"))){
const err66 = {instancePath:instancePath+"/model_params/multi_prompt/" + i2,schemaPath:"#/properties/model_params/properties/multi_prompt/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4}};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
if(data39.index !== undefined){
let data40 = data39.index;
if(!(((typeof data40 == "number") && (!(data40 % 1) && !isNaN(data40))) && (isFinite(data40)))){
const err67 = {instancePath:instancePath+"/model_params/multi_prompt/" + i2+"/index",schemaPath:"#/properties/model_params/properties/multi_prompt/items/properties/index/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
if(data39.prompt !== undefined){
let data41 = data39.prompt;
if(typeof data41 === "string"){
if(func2(data41) > 512){
const err68 = {instancePath:instancePath+"/model_params/multi_prompt/" + i2+"/prompt",schemaPath:"#/properties/model_params/properties/multi_prompt/items/properties/prompt/maxLength",keyword:"maxLength",params:{limit: 512}};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
else {
const err69 = {instancePath:instancePath+"/model_params/multi_prompt/" + i2+"/prompt",schemaPath:"#/properties/model_params/properties/multi_prompt/items/properties/prompt/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
if(data39.duration !== undefined){
let data42 = data39.duration;
if(typeof data42 === "string"){
if(!pattern4.test(data42)){
const err70 = {instancePath:instancePath+"/model_params/multi_prompt/" + i2+"/duration",schemaPath:"#/properties/model_params/properties/multi_prompt/items/properties/duration/pattern",keyword:"pattern",params:{pattern: "^[1-9][0-9]*$"}};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
else {
const err71 = {instancePath:instancePath+"/model_params/multi_prompt/" + i2+"/duration",schemaPath:"#/properties/model_params/properties/multi_prompt/items/properties/duration/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
}
else {
const err72 = {instancePath:instancePath+"/model_params/multi_prompt/" + i2,schemaPath:"#/properties/model_params/properties/multi_prompt/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
}
else {
const err73 = {instancePath:instancePath+"/model_params/multi_prompt",schemaPath:"#/properties/model_params/properties/multi_prompt/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
}
else {
const err74 = {instancePath:instancePath+"/model_params",schemaPath:"#/properties/model_params/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
if(data.callback_url !== undefined){
let data43 = data.callback_url;
if(typeof data43 === "string"){
if(func2(data43) > 2048){
const err75 = {instancePath:instancePath+"/callback_url",schemaPath:"#/properties/callback_url/maxLength",keyword:"maxLength",params:{limit: 2048}};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
if(!pattern5.test(data43)){
const err76 = {instancePath:instancePath+"/callback_url",schemaPath:"#/properties/callback_url/pattern",keyword:"pattern",params:{pattern: "^https://(?!(?:[^/?#:]*\\.)?[Ll][Oo][Cc][Aa][Ll][Hh][Oo][Ss][Tt]\\.?(?:[:/?#]|$))(?!(?:(?:0|10|127)(?:\\.[0-9]+){3}|(?:169\\.254|192\\.168|172\\.(?:1[6-9]|2[0-9]|3[01]))(?:\\.[0-9]+){2})(?:[:/?#]|$))(?:(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])|(?:[A-Za-z0-9_-]+\\.)*(?!(?:[0-9]+|0[Xx][0-9A-Fa-f]*)\\.?(?:[:/?#]|$))[A-Za-z0-9_-]+\\.?)(?::[0-9]{1,5})?(?:[/?#].*)?$"}};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
if(!(formats0.test(data43))){
const err77 = {instancePath:instancePath+"/callback_url",schemaPath:"#/properties/callback_url/format",keyword:"format",params:{format: "uri"}};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
else {
const err78 = {instancePath:instancePath+"/callback_url",schemaPath:"#/properties/callback_url/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
}
else {
const err79 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
validate20.errors = vErrors;
return errors === 0;
}
validate20.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const rules = {
  "#/properties/model_params/properties/multi_prompt/items/properties/duration": "whole seconds, at least 1, written as a string",
  "#/properties/callback_url": "https only; no localhost, private or link-local address, IPv6 literal, user information, or numeric host other than four plain decimal numbers",
  "#/then": "with a video_url, image_urls and model_params.element_list together hold at most 4 items"
};
