/** Rules of this project's own, written as ESLint's are: oxlint runs both. */
const noResourceInApply = {
    meta: {
        type: "problem",
        messages: { hidden: "a resource made inside apply is invisible to preview" },
        schema: [],
    },
    create(context) {
        const call = "CallExpression[callee.property.name='apply']";
        const callback = ":matches(ArrowFunctionExpression, FunctionExpression)";
        const resource = "NewExpression[callee.type='MemberExpression']";
        return {
            [`${call} ${callback} ${resource}`]: (node) => {
                context.report({ node, messageId: "hidden" });
            },
        };
    },
};

export default { meta: { name: "local" }, rules: { "no-resource-in-apply": noResourceInApply } };
