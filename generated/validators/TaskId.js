// Generated from openapi/openapi.yaml by `npm run generate`. Do not edit: change the contract, then run the command again.
const pattern4 = /* @__PURE__ */ new RegExp("^task-unified-", "u");

export function validate(data) {
const found = [];
const fail = (keyword, pointer, detail, words) => found.push({ keyword, pointer, detail, words });
if(typeof data === "string"){
if(!pattern4.test(data)){
fail("pattern", "", "^task-unified-", "a task id begins with task-unified-");
}
}
else {
fail("type", "", "string", "a task id begins with task-unified-");
}
validate.errors = found;
return found.length === 0;
}
