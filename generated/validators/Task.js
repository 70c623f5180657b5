// Generated from openapi/openapi.yaml by `npm run generate`. Do not edit: change the contract, then run the command again.
const isObject = (value) => typeof value == "object" && value !== null && !Array.isArray(value);
const formats0 = /^(?:[a-z][a-z0-9+\-.]*:)(?:\/?\/(?:(?:[a-z0-9\-._~!$&'()*+,;=:]|%[0-9a-f]{2})*@)?(?:\[(?:(?:(?:(?:[0-9a-f]{1,4}:){6}|::(?:[0-9a-f]{1,4}:){5}|(?:[0-9a-f]{1,4})?::(?:[0-9a-f]{1,4}:){4}|(?:(?:[0-9a-f]{1,4}:){0,1}[0-9a-f]{1,4})?::(?:[0-9a-f]{1,4}:){3}|(?:(?:[0-9a-f]{1,4}:){0,2}[0-9a-f]{1,4})?::(?:[0-9a-f]{1,4}:){2}|(?:(?:[0-9a-f]{1,4}:){0,3}[0-9a-f]{1,4})?::[0-9a-f]{1,4}:|(?:(?:[0-9a-f]{1,4}:){0,4}[0-9a-f]{1,4})?::)(?:[0-9a-f]{1,4}:[0-9a-f]{1,4}|(?:(?:25[0-5]|2[0-4]\d|[01]?\d\d?)\.){3}(?:25[0-5]|2[0-4]\d|[01]?\d\d?))|(?:(?:[0-9a-f]{1,4}:){0,5}[0-9a-f]{1,4})?::[0-9a-f]{1,4}|(?:(?:[0-9a-f]{1,4}:){0,6}[0-9a-f]{1,4})?::)|[Vv][0-9a-f]+\.[a-z0-9\-._~!$&'()*+,;=:]+)\]|(?:(?:25[0-5]|2[0-4]\d|[01]?\d\d?)\.){3}(?:25[0-5]|2[0-4]\d|[01]?\d\d?)|(?:[a-z0-9\-._~!$&'()*+,;=]|%[0-9a-f]{2})*)(?::\d*)?(?:\/(?:[a-z0-9\-._~!$&'()*+,;=:@]|%[0-9a-f]{2})*)*|\/(?:(?:[a-z0-9\-._~!$&'()*+,;=:@]|%[0-9a-f]{2})+(?:\/(?:[a-z0-9\-._~!$&'()*+,;=:@]|%[0-9a-f]{2})*)*)?|(?:[a-z0-9\-._~!$&'()*+,;=:@]|%[0-9a-f]{2})+(?:\/(?:[a-z0-9\-._~!$&'()*+,;=:@]|%[0-9a-f]{2})*)*)(?:\?(?:[a-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9a-f]{2})*)?(?:#(?:[a-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9a-f]{2})*)?$/i;

export function validate(data) {
const found = [];
const fail = (keyword, pointer, detail, words) => found.push({ keyword, pointer, detail, words });
if(isObject(data)){
if(data.id === undefined){
fail("required", "", "id");
}
if(data.status === undefined){
fail("required", "", "status");
}
if(data.created !== undefined){
let data0 = data.created;
if(!(Number.isInteger(data0))){
fail("type", "/created", "integer");
}
}
if(data.id !== undefined){
if(typeof data.id !== "string"){
fail("type", "/id", "string");
}
}
if(data.model !== undefined){
if(typeof data.model !== "string"){
fail("type", "/model", "string");
}
}
if(data.object !== undefined){
let data3 = data.object;
if(typeof data3 !== "string"){
fail("type", "/object", "string");
}
if(!(data3 === "video.generation.task")){
fail("enum", "/object", ["video.generation.task"]);
}
}
if(data.progress !== undefined){
let data4 = data.progress;
if(!(Number.isInteger(data4))){
fail("type", "/progress", "integer");
}
if(Number.isFinite(data4)){
if(data4 > 100 || isNaN(data4)){
fail("maximum", "/progress", 100);
}
if(data4 < 0 || isNaN(data4)){
fail("minimum", "/progress", 0);
}
}
}
if(data.status !== undefined){
let data5 = data.status;
if(typeof data5 !== "string"){
fail("type", "/status", "string");
}
if(!(((((data5 === "pending") || (data5 === "processing")) || (data5 === "completed")) || (data5 === "failed")) || (data5 === "cancelled"))){
fail("enum", "/status", ["pending","processing","completed","failed","cancelled"]);
}
}
if(data.task_info !== undefined){
let data6 = data.task_info;
if(isObject(data6)){
if(data6.can_cancel !== undefined){
if(typeof data6.can_cancel !== "boolean"){
fail("type", "/task_info/can_cancel", "boolean");
}
}
if(data6.estimated_time !== undefined){
let data8 = data6.estimated_time;
if(!(Number.isInteger(data8))){
fail("type", "/task_info/estimated_time", "integer");
}
if(Number.isFinite(data8)){
if(data8 < 0 || isNaN(data8)){
fail("minimum", "/task_info/estimated_time", 0);
}
}
}
if(data6.video_duration !== undefined){
let data9 = data6.video_duration;
if(!(Number.isInteger(data9))){
fail("type", "/task_info/video_duration", "integer");
}
}
}
else {
fail("type", "/task_info", "object");
}
}
if(data.type !== undefined){
let data10 = data.type;
if(typeof data10 !== "string"){
fail("type", "/type", "string");
}
if(!((((data10 === "text") || (data10 === "image")) || (data10 === "audio")) || (data10 === "video"))){
fail("enum", "/type", ["text","image","audio","video"]);
}
}
if(data.usage !== undefined){
let data11 = data.usage;
if(isObject(data11)){
if(data11.billing_rule !== undefined){
if(typeof data11.billing_rule !== "string"){
fail("type", "/usage/billing_rule", "string");
}
}
if(data11.credits_reserved !== undefined){
let data13 = data11.credits_reserved;
if(Number.isFinite(data13)){
if(data13 < 0 || isNaN(data13)){
fail("minimum", "/usage/credits_reserved", 0);
}
}
else {
fail("type", "/usage/credits_reserved", "number");
}
}
if(data11.user_group !== undefined){
if(typeof data11.user_group !== "string"){
fail("type", "/usage/user_group", "string");
}
}
}
else {
fail("type", "/usage", "object");
}
}
if(data.results !== undefined){
let data15 = data.results;
if(Array.isArray(data15)){
const len0 = data15.length;
for(let i0=0; i0<len0; i0++){
let data16 = data15[i0];
if(typeof data16 === "string"){
if(!(formats0.test(data16))){
fail("format", "/results/" + i0, "uri");
}
}
else {
fail("type", "/results/" + i0, "string");
}
}
}
else {
fail("type", "/results", "array");
}
}
if(data.error !== undefined){
let data17 = data.error;
if(isObject(data17)){
if(data17.code !== undefined){
if(typeof data17.code !== "string"){
fail("type", "/error/code", "string");
}
}
if(data17.message !== undefined){
if(typeof data17.message !== "string"){
fail("type", "/error/message", "string");
}
}
if(data17.type !== undefined){
if(typeof data17.type !== "string"){
fail("type", "/error/type", "string");
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
