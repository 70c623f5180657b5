// Generated from openapi/openapi.yaml by `npm run generate`. Do not edit: change the contract, then run the command again.
const isObject = (value) => typeof value == "object" && value !== null && !Array.isArray(value);

export function validate(data) {
const found = [];
const fail = (keyword, pointer, detail, words) => found.push({ keyword, pointer, detail, words });
if(isObject(data)){
if(data.data === undefined){
fail("required", "", "data");
}
if(data.success !== undefined){
if(typeof data.success !== "boolean"){
fail("type", "/success", "boolean");
}
}
if(data.message !== undefined){
if(typeof data.message !== "string"){
fail("type", "/message", "string");
}
}
if(data.data !== undefined){
let data2 = data.data;
if(isObject(data2)){
if(data2.token !== undefined){
let data3 = data2.token;
if(isObject(data3)){
if(data3.remaining_credits !== undefined){
let data4 = data3.remaining_credits;
if(!(Number.isFinite(data4))){
fail("type", "/data/token/remaining_credits", "number");
}
}
if(data3.used_credits !== undefined){
let data5 = data3.used_credits;
if(!(Number.isFinite(data5))){
fail("type", "/data/token/used_credits", "number");
}
}
if(data3.unlimited_credits !== undefined){
if(typeof data3.unlimited_credits !== "boolean"){
fail("type", "/data/token/unlimited_credits", "boolean");
}
}
}
else {
fail("type", "/data/token", "object");
}
}
if(data2.user !== undefined){
let data7 = data2.user;
if(isObject(data7)){
if(data7.remaining_credits !== undefined){
let data8 = data7.remaining_credits;
if(!(Number.isFinite(data8))){
fail("type", "/data/user/remaining_credits", "number");
}
}
if(data7.used_credits !== undefined){
let data9 = data7.used_credits;
if(!(Number.isFinite(data9))){
fail("type", "/data/user/used_credits", "number");
}
}
}
else {
fail("type", "/data/user", "object");
}
}
}
else {
fail("type", "/data", "object");
}
}
}
else {
fail("type", "", "object");
}
validate.errors = found;
return found.length === 0;
}
