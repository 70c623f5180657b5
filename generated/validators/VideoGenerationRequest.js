// Generated from openapi/openapi.yaml by `npm run generate`. Do not edit: change the contract, then run the command again.
const text0 = "^https://(?!(?:[^/?#:]*\\.)?[Ll][Oo][Cc][Aa][Ll][Hh][Oo][Ss][Tt]\\.?(?:[:/?#]|$))(?!(?:(?:0|10|127)(?:\\.[0-9]+){3}|(?:169\\.254|192\\.168|172\\.(?:1[6-9]|2[0-9]|3[01]))(?:\\.[0-9]+){2})(?:[:/?#]|$))(?:(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])|(?:[A-Za-z0-9_-]+\\.)*(?!(?:[0-9]+|0[Xx][0-9A-Fa-f]*)\\.?(?:[:/?#]|$))[A-Za-z0-9_-]+\\.?)(?::[0-9]{1,5})?(?:[/?#].*)?$";
const text1 = "https only; no localhost, private or link-local address, IPv6 literal, user information, or numeric host other than four plain decimal numbers";
const isObject = (value) => typeof value == "object" && value !== null && !Array.isArray(value);
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
const pattern4 = /* @__PURE__ */ new RegExp("^[1-9][0-9]*$", "u");
const pattern5 = /* @__PURE__ */ new RegExp(text0, "u");

export function validate(data) {
const found = [];
const fail = (keyword, pointer, detail, words) => found.push({ keyword, pointer, detail, words });
const _errs2 = found.length;
const _errs3 = found.length;
if(found.length === _errs3){
if(isObject(data)){
if(data.model_params === undefined){
fail();
}
else {
if(data.model_params !== undefined){
let data0 = data.model_params;
const _errs5 = found.length;
if(found.length === _errs5){
if(isObject(data0)){
if(data0.multi_shot === undefined){
fail();
}
else {
if(data0.multi_shot !== undefined){
if(true !== data0.multi_shot){
fail();
}
}
}
}
else {
fail();
}
}
}
}
}
else {
fail();
}
}
var _valid0 = _errs3 === found.length;
found.length = _errs2;
if(_valid0){
if(isObject(data)){
if(data.model_params === undefined){
fail("required", "", "model_params");
}
if(data.model_params !== undefined){
let data2 = data.model_params;
if(isObject(data2)){
if(data2.multi_shot === undefined){
fail("required", "/model_params", "multi_shot");
}
if(data2.multi_prompt === undefined){
fail("required", "/model_params", "multi_prompt");
}
if(data2.shot_type === undefined){
fail("required", "/model_params", "shot_type");
}
if(data2.multi_shot !== undefined){
if(true !== data2.multi_shot){
fail("const", "/model_params/multi_shot", true);
}
}
}
else {
fail("type", "/model_params", "object");
}
}
}
else {
fail("type", "", "object");
}
}
else {
if(isObject(data)){
if(data.prompt === undefined){
fail("required", "", "prompt");
}
if(data.model_params !== undefined){
let data4 = data.model_params;
if(isObject(data4)){
if(data4.multi_shot !== undefined){
if(false !== data4.multi_shot){
fail("const", "/model_params/multi_shot", false);
}
}
}
else {
fail("type", "/model_params", "object");
}
}
}
else {
fail("type", "", "object");
}
}
const _errs18 = found.length;
const _errs19 = found.length;
if(isObject(data)){
if(data.video_url === undefined){
fail();
}
}
var _valid1 = _errs19 === found.length;
found.length = _errs18;
if(_valid1){
const _errs21 = found.length;
let valid9 = false;
const _errs22 = found.length;
if(isObject(data)){
if(data.image_urls !== undefined){
let data6 = data.image_urls;
if(Array.isArray(data6)){
if(data6.length > 4){
fail();
}
}
}
if(data.model_params !== undefined){
let data7 = data.model_params;
if(isObject(data7)){
if(data7.element_list !== undefined){
let data8 = data7.element_list;
if(Array.isArray(data8)){
if(data8.length > 0){
fail();
}
}
}
}
}
}
var _valid2 = _errs22 === found.length;
valid9 = valid9 || _valid2;
if(!valid9){
const _errs26 = found.length;
if(isObject(data)){
if(data.image_urls !== undefined){
let data9 = data.image_urls;
if(Array.isArray(data9)){
if(data9.length > 3){
fail();
}
}
}
if(data.model_params !== undefined){
let data10 = data.model_params;
if(isObject(data10)){
if(data10.element_list !== undefined){
let data11 = data10.element_list;
if(Array.isArray(data11)){
if(data11.length > 1){
fail();
}
}
}
}
}
}
var _valid2 = _errs26 === found.length;
valid9 = valid9 || _valid2;
if(!valid9){
const _errs30 = found.length;
if(isObject(data)){
if(data.image_urls !== undefined){
let data12 = data.image_urls;
if(Array.isArray(data12)){
if(data12.length > 2){
fail();
}
}
}
if(data.model_params !== undefined){
let data13 = data.model_params;
if(isObject(data13)){
if(data13.element_list !== undefined){
let data14 = data13.element_list;
if(Array.isArray(data14)){
if(data14.length > 2){
fail();
}
}
}
}
}
}
var _valid2 = _errs30 === found.length;
valid9 = valid9 || _valid2;
if(!valid9){
const _errs34 = found.length;
if(isObject(data)){
if(data.image_urls !== undefined){
let data15 = data.image_urls;
if(Array.isArray(data15)){
if(data15.length > 1){
fail();
}
}
}
if(data.model_params !== undefined){
let data16 = data.model_params;
if(isObject(data16)){
if(data16.element_list !== undefined){
let data17 = data16.element_list;
if(Array.isArray(data17)){
if(data17.length > 3){
fail();
}
}
}
}
}
}
var _valid2 = _errs34 === found.length;
valid9 = valid9 || _valid2;
if(!valid9){
const _errs38 = found.length;
if(isObject(data)){
if(data.image_urls !== undefined){
let data18 = data.image_urls;
if(Array.isArray(data18)){
if(data18.length > 0){
fail();
}
}
}
if(data.model_params !== undefined){
let data19 = data.model_params;
if(isObject(data19)){
if(data19.element_list !== undefined){
let data20 = data19.element_list;
if(Array.isArray(data20)){
if(data20.length > 4){
fail();
}
}
}
}
}
}
var _valid2 = _errs38 === found.length;
valid9 = valid9 || _valid2;
}
}
}
}
found.length = _errs21;
if(!valid9){
fail("anyOf", "", undefined, "with a video_url, image_urls and model_params.element_list together hold at most 4 items");
}
}
if(isObject(data)){
if(data.model === undefined){
fail("required", "", "model");
}
for(const key0 in data){
if(!(func1.call({"model":0,"prompt":0,"video_url":0,"keep_original_sound":0,"image_urls":0,"duration":0,"aspect_ratio":0,"quality":0,"model_params":0,"callback_url":0}, key0))){
fail("additionalProperties", "", key0);
}
}
if(data.model !== undefined){
let data21 = data.model;
if(typeof data21 !== "string"){
fail("type", "/model", "string");
}
if(!(data21 === "kling-o3-reference-to-video")){
fail("enum", "/model", ["kling-o3-reference-to-video"]);
}
}
if(data.prompt !== undefined){
let data22 = data.prompt;
if(typeof data22 === "string"){
if(func2(data22) > 2500){
fail("maxLength", "/prompt", 2500);
}
}
else {
fail("type", "/prompt", "string");
}
}
if(data.video_url !== undefined){
let data23 = data.video_url;
if(typeof data23 === "string"){
if(!(formats0.test(data23))){
fail("format", "/video_url", "uri");
}
}
else {
fail("type", "/video_url", "string");
}
}
if(data.keep_original_sound !== undefined){
if(typeof data.keep_original_sound !== "boolean"){
fail("type", "/keep_original_sound", "boolean");
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
fail("format", "/image_urls/" + i0, "uri");
}
}
else {
fail("type", "/image_urls/" + i0, "string");
}
}
}
else {
fail("type", "/image_urls", "array");
}
}
if(data.duration !== undefined){
let data27 = data.duration;
if(!(Number.isInteger(data27))){
fail("type", "/duration", "integer");
}
if(Number.isFinite(data27)){
if(data27 > 10 || isNaN(data27)){
fail("maximum", "/duration", 10);
}
if(data27 < 3 || isNaN(data27)){
fail("minimum", "/duration", 3);
}
}
}
if(data.aspect_ratio !== undefined){
let data28 = data.aspect_ratio;
if(typeof data28 !== "string"){
fail("type", "/aspect_ratio", "string");
}
if(!(((data28 === "16:9") || (data28 === "9:16")) || (data28 === "1:1"))){
fail("enum", "/aspect_ratio", ["16:9","9:16","1:1"]);
}
}
if(data.quality !== undefined){
let data29 = data.quality;
if(typeof data29 !== "string"){
fail("type", "/quality", "string");
}
if(!((data29 === "720p") || (data29 === "1080p"))){
fail("enum", "/quality", ["720p","1080p"]);
}
}
if(data.model_params !== undefined){
let data30 = data.model_params;
if(isObject(data30)){
for(const key1 in data30){
if(!(((((key1 === "element_list") || (key1 === "watermark_info")) || (key1 === "multi_shot")) || (key1 === "shot_type")) || (key1 === "multi_prompt"))){
fail("additionalProperties", "/model_params", key1);
}
}
if(data30.element_list !== undefined){
let data31 = data30.element_list;
if(Array.isArray(data31)){
const len1 = data31.length;
for(let i1=0; i1<len1; i1++){
let data32 = data31[i1];
if(isObject(data32)){
if(data32.element_id === undefined){
fail("required", "/model_params/element_list/" + i1, "element_id");
}
for(const key2 in data32){
if(!(key2 === "element_id")){
fail("additionalProperties", "/model_params/element_list/" + i1, key2);
}
}
if(data32.element_id !== undefined){
if(typeof data32.element_id !== "string"){
fail("type", "/model_params/element_list/" + i1+"/element_id", "string");
}
}
}
else {
fail("type", "/model_params/element_list/" + i1, "object");
}
}
}
else {
fail("type", "/model_params/element_list", "array");
}
}
if(data30.watermark_info !== undefined){
let data34 = data30.watermark_info;
if(isObject(data34)){
for(const key3 in data34){
if(!(key3 === "enabled")){
fail("additionalProperties", "/model_params/watermark_info", key3);
}
}
if(data34.enabled !== undefined){
if(typeof data34.enabled !== "boolean"){
fail("type", "/model_params/watermark_info/enabled", "boolean");
}
}
}
else {
fail("type", "/model_params/watermark_info", "object");
}
}
if(data30.multi_shot !== undefined){
if(typeof data30.multi_shot !== "boolean"){
fail("type", "/model_params/multi_shot", "boolean");
}
}
if(data30.shot_type !== undefined){
let data37 = data30.shot_type;
if(typeof data37 !== "string"){
fail("type", "/model_params/shot_type", "string");
}
if(!(data37 === "customize")){
fail("enum", "/model_params/shot_type", ["customize"]);
}
}
if(data30.multi_prompt !== undefined){
let data38 = data30.multi_prompt;
if(Array.isArray(data38)){
if(data38.length > 6){
fail("maxItems", "/model_params/multi_prompt", 6);
}
if(data38.length < 1){
fail("minItems", "/model_params/multi_prompt", 1);
}
const len2 = data38.length;
for(let i2=0; i2<len2; i2++){
let data39 = data38[i2];
if(isObject(data39)){
if(data39.index === undefined){
fail("required", "/model_params/multi_prompt/" + i2, "index");
}
if(data39.prompt === undefined){
fail("required", "/model_params/multi_prompt/" + i2, "prompt");
}
if(data39.duration === undefined){
fail("required", "/model_params/multi_prompt/" + i2, "duration");
}
for(const key4 in data39){
if(!(((key4 === "index") || (key4 === "prompt")) || (key4 === "duration"))){
fail("additionalProperties", "/model_params/multi_prompt/" + i2, key4);
}
}
if(data39.index !== undefined){
let data40 = data39.index;
if(!(Number.isInteger(data40))){
fail("type", "/model_params/multi_prompt/" + i2+"/index", "integer");
}
}
if(data39.prompt !== undefined){
let data41 = data39.prompt;
if(typeof data41 === "string"){
if(func2(data41) > 512){
fail("maxLength", "/model_params/multi_prompt/" + i2+"/prompt", 512);
}
}
else {
fail("type", "/model_params/multi_prompt/" + i2+"/prompt", "string");
}
}
if(data39.duration !== undefined){
let data42 = data39.duration;
if(typeof data42 === "string"){
if(!pattern4.test(data42)){
fail("pattern", "/model_params/multi_prompt/" + i2+"/duration", "^[1-9][0-9]*$", "whole seconds, at least 1, written as a string");
}
}
else {
fail("type", "/model_params/multi_prompt/" + i2+"/duration", "string", "whole seconds, at least 1, written as a string");
}
}
}
else {
fail("type", "/model_params/multi_prompt/" + i2, "object");
}
}
}
else {
fail("type", "/model_params/multi_prompt", "array");
}
}
}
else {
fail("type", "/model_params", "object");
}
}
if(data.callback_url !== undefined){
let data43 = data.callback_url;
if(typeof data43 === "string"){
if(func2(data43) > 2048){
fail("maxLength", "/callback_url", 2048, text1);
}
if(!pattern5.test(data43)){
fail("pattern", "/callback_url", text0, text1);
}
if(!(formats0.test(data43))){
fail("format", "/callback_url", "uri", text1);
}
}
else {
fail("type", "/callback_url", "string", text1);
}
}
}
else {
fail("type", "", "object");
}
validate.errors = found;
return found.length === 0;
}
