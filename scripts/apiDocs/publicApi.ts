import ts from "typescript";

import { type Declaration, declarationsOf, exportedNames, projectNames } from "./declarations";

/** What is written above something in the code. */
export interface Doc {
    readonly text: string;
    /** By name, without `@`: `default`, `throws`, `returns`, `see`. */
    readonly tags: Readonly<Record<string, readonly string[]>>;
}

/** A property of an interface or a constant, an output of a component. */
export interface Member extends Doc {
    /** With the names of those around it: `registry.host`. */
    readonly name: string;
    /** As in the code; empty for an object whose properties follow. */
    readonly type: string;
    readonly isOptional: boolean;
}

/** One name that other programs can import. */
export interface PublicSymbol extends Doc {
    readonly name: string;
    readonly kind: "component" | "function" | "type" | "constant";
    /** Of a function: its signature; of a type or constant without members: what it is. */
    readonly code: string;
    /** Names of the interfaces it has all members of, too. */
    readonly bases: readonly string[];
    readonly members: readonly Member[];
    /** Names of this project that stand in its public part. */
    readonly references: readonly string[];
}

/** All names that a file exports, in alphabetical order. */
export function publicApi(file: string): PublicSymbol[] {
    return [...new Set(exportedNames(file))]
        .sort()
        .map((name) => describe(name, declarationsOf(name, file)));
}

/** A constant and the type of its values share a name: the constant tells more. */
function describe(name: string, declarations: readonly Declaration[]): PublicSymbol {
    const declaration = declarations.find(ts.isVariableStatement) ?? declarations[0];
    if (!declaration) {
        throw new Error(`${name} is not declared`);
    }
    const ours = projectNames(declaration.getSourceFile());
    const doc = docOf(declaration);
    const symbol = { name, ...doc, code: "", bases: [], members: [] };
    const parts = publicParts(declaration);
    const references = [...new Set(parts.flatMap(typeNames))].filter((used) => ours.has(used));
    if (ts.isClassDeclaration(declaration)) {
        return { ...symbol, kind: "component", members: membersOf(parts), references };
    }
    if (ts.isFunctionDeclaration(declaration)) {
        return { ...symbol, kind: "function", code: signatureOf(name, declaration), references };
    }
    if (ts.isInterfaceDeclaration(declaration)) {
        const bases = (declaration.heritageClauses ?? [])
            .flatMap(({ types }) => types)
            .map((type) => oneLine(type.getText()));
        return { ...symbol, kind: "type", bases, members: membersOf(parts), references };
    }
    if (ts.isTypeAliasDeclaration(declaration)) {
        return { ...symbol, kind: "type", code: oneLine(declaration.type.getText()), references };
    }
    const value = valueOf(declaration);
    const members = value && ts.isObjectLiteralExpression(value) ? membersOf(parts) : [];
    const code = members.length > 0 ? "" : oneLine(value?.getText() ?? "");
    return { ...symbol, kind: "constant", code, members, references };
}

/** What of a declaration others can see: of a class not what is within its constructor. */
function publicParts(declaration: Declaration): readonly ts.Node[] {
    if (ts.isClassDeclaration(declaration)) {
        const [constructor] = declaration.members.filter(ts.isConstructorDeclaration);
        return [
            ...(constructor?.parameters ?? []),
            ...declaration.members
                .filter(ts.isPropertyDeclaration)
                .filter((property) =>
                    (ts.getModifiers(property) ?? []).every(
                        ({ kind }) => kind !== ts.SyntaxKind.PrivateKeyword,
                    ),
                ),
        ];
    }
    if (ts.isFunctionDeclaration(declaration)) {
        return [...declaration.parameters, ...(declaration.type ? [declaration.type] : [])];
    }
    if (ts.isInterfaceDeclaration(declaration)) {
        return [...declaration.members, ...(declaration.heritageClauses ?? [])];
    }
    if (ts.isTypeAliasDeclaration(declaration)) {
        return [declaration.type];
    }
    const value = valueOf(declaration);
    return value && ts.isObjectLiteralExpression(value) ? value.properties : [];
}

function valueOf(declaration: ts.VariableStatement): ts.Expression | undefined {
    const [first] = declaration.declarationList.declarations;
    const value = first?.initializer;
    return value && ts.isAsExpression(value) ? value.expression : value;
}

function membersOf(nodes: readonly ts.Node[], path = ""): Member[] {
    return nodes.flatMap((node) => {
        if (ts.isPropertySignature(node) || ts.isPropertyDeclaration(node)) {
            const name = `${path}${node.name.getText()}`;
            const isOptional = node.questionToken !== undefined;
            const { type } = node;
            const member = { name, isOptional, ...docOf(node) };
            return type && ts.isTypeLiteralNode(type)
                ? [{ ...member, type: "" }, ...membersOf(type.members, `${name}.`)]
                : [{ ...member, type: oneLine(type?.getText() ?? "") }];
        }
        if (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) {
            const name = node.name.getText();
            const type = ts.isPropertyAssignment(node) ? oneLine(node.initializer.getText()) : "";
            return [{ name, isOptional: false, type, ...docOf(node) }];
        }
        return [];
    });
}

function signatureOf(name: string, { parameters, type }: ts.FunctionDeclaration): string {
    const given = parameters.map((parameter) => {
        const named = ts.isIdentifier(parameter.name) ? parameter.name.text : "args";
        return `${named}: ${oneLine(parameter.type?.getText() ?? "")}`;
    });
    return `${name}(${given.join(", ")}): ${oneLine(type?.getText() ?? "")}`;
}

/** Names of types, without those of packages, which are qualified: `pulumi.Input`. */
function typeNames(node: ts.Node): string[] {
    const here =
        (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName) && node.typeName.text) ||
        (ts.isTypeQueryNode(node) && ts.isIdentifier(node.exprName) && node.exprName.text) ||
        (ts.isExpressionWithTypeArguments(node) && node.expression.getText()) ||
        undefined;
    const below: string[] = [];
    ts.forEachChild(node, (child) => {
        below.push(...typeNames(child));
    });
    return here === undefined ? below : [here, ...below];
}

function docOf(node: ts.Node): Doc {
    const docs = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
    const tags: Record<string, string[]> = {};
    for (const tag of docs.flatMap((doc) => doc.tags ?? [])) {
        const name = ts.isJSDocParameterTag(tag) ? `${tag.name.getText()} ` : "";
        const text = ts.getTextOfJSDocComment(tag.comment) ?? "";
        (tags[tag.tagName.text] ??= []).push(paragraphs(`${name}${text}`));
    }
    const text = docs.map((doc) => ts.getTextOfJSDocComment(doc.comment) ?? "").join("\n\n");
    return { text: paragraphs(text), tags };
}

/** Lines are the code's, paragraphs the author's. */
function paragraphs(text: string): string {
    return text
        .split(/\n\s*\n/)
        .map(oneLine)
        .join("\n\n")
        .trim();
}

function oneLine(text: string): string {
    return text.replace(/\s+/g, " ").trim();
}
