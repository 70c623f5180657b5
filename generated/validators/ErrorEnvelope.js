// Generated from openapi/openapi.yaml by `npm run generate`. Do not edit: change the contract, then run the command again.
const isObject = (value) => typeof value == "object" && value !== null && !Array.isArray(value);

export function validate(data) {
const found = [];
const fail = (keyword, pointer, detail, words) => found.push({ keyword, pointer, detail, words });
if(isObject(data)){
if(data.error === undefined){
fail("required", "", "error");
}
if(data.error !== undefined){
let data0 = data.error;
if(isObject(data0)){
if(data0.message === undefined){
fail("required", "/error", "message");
}
if(data0.code !== undefined){
let data1 = data0.code;
if((typeof data1 !== "string") && (!(Number.isInteger(data1)))){
fail("type", "/error/code", ["string","integer"]);
}
}
if(data0.message !== undefined){
if(typeof data0.message !== "string"){
fail("type", "/error/message", "string");
}
}
if(data0.type !== undefined){
if(typeof data0.type !== "string"){
fail("type", "/error/type", "string");
}
}
if(data0.param !== undefined){
if(typeof data0.param !== "string"){
fail("type", "/error/param", "string");
}
}
if(data0.fallback_suggestion !== undefined){
if(typeof data0.fallback_suggestion !== "string"){
fail("type", "/error/fallback_suggestion", "string");
}
}
}
else {
fail("type", "/error", "object");
}
}
}
else {
fail("type", "", "object");
}
validate.errors = found;
return found.length === 0;
}
