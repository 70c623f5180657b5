// Generated from openapi/openapi.yaml by `npm run generate`. Do not edit: change the contract, then run the command again.
const pattern4 = /* @__PURE__ */ new RegExp("^[A-Za-z0-9._-]{16,96}$", "u");

export function validate(data) {
const found = [];
const fail = (keyword, pointer, detail, words) => found.push({ keyword, pointer, detail, words });
if(typeof data === "string"){
if(!pattern4.test(data)){
fail("pattern", "", "^[A-Za-z0-9._-]{16,96}$", "16 to 96 characters out of A-Z a-z 0-9 . _ -");
}
}
else {
fail("type", "", "string", "16 to 96 characters out of A-Z a-z 0-9 . _ -");
}
validate.errors = found;
return found.length === 0;
}
