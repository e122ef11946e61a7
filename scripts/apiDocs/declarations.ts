import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import ts from "typescript";

/** What may stand behind a public name. */
export type Declaration =
    | ts.ClassDeclaration
    | ts.FunctionDeclaration
    | ts.InterfaceDeclaration
    | ts.TypeAliasDeclaration
    | ts.VariableStatement;

const parsed = new Map<string, ts.SourceFile>();

/** The file's syntax; nothing here needs types to be resolved, which would take seconds. */
export function parse(file: string): ts.SourceFile {
    const known = parsed.get(file);
    if (known) {
        return known;
    }
    const text = readFileSync(file, "utf8");
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
    parsed.set(file, source);
    return source;
}

/** Names that a file exports, without those of `export *`. */
export function exportedNames(file: string): string[] {
    return parse(file).statements.flatMap((statement) => {
        if (ts.isExportDeclaration(statement)) {
            return namedExports(statement).map(({ name }) => name.text);
        }
        return isExported(statement) ? namesOf(statement) : [];
    });
}

/**
 * The declarations behind an exported name: two if a constant and a type share it.
 *
 * @throws if there is none
 */
export function declarationsOf(name: string, file: string): Declaration[] {
    const found = search(name, file);
    if (found.length === 0) {
        throw new Error(`${file} exports no ${name}`);
    }
    return found;
}

function search(name: string, file: string): Declaration[] {
    const { statements } = parse(file);
    const own = statements.filter(
        (statement): statement is Declaration =>
            isDeclaration(statement) && isExported(statement) && namesOf(statement).includes(name),
    );
    if (own.length > 0) {
        return own;
    }
    for (const statement of statements.filter(ts.isExportDeclaration)) {
        const from = moduleOf(statement, file);
        const named = namedExports(statement).find((one) => one.name.text === name);
        const found =
            from !== undefined && (named ?? statement.exportClause === undefined)
                ? search(named?.propertyName?.text ?? name, from)
                : [];
        if (found.length > 0) {
            return found;
        }
    }
    return [];
}

/** Names that a file declares itself, or has from other files of the project. */
export function projectNames(source: ts.SourceFile): Set<string> {
    const names = source.statements.flatMap((statement) => {
        if (!ts.isImportDeclaration(statement)) {
            return namesOf(statement);
        }
        const bindings = statement.importClause?.namedBindings;
        const ours = /^["']\./.test(statement.moduleSpecifier.getText());
        return ours && bindings && ts.isNamedImports(bindings)
            ? bindings.elements.map((element) => element.name.text)
            : [];
    });
    return new Set(names);
}

function namedExports({ exportClause }: ts.ExportDeclaration): readonly ts.ExportSpecifier[] {
    return exportClause && ts.isNamedExports(exportClause) ? exportClause.elements : [];
}

function moduleOf(statement: ts.ExportDeclaration, file: string): string | undefined {
    const { moduleSpecifier } = statement;
    if (!moduleSpecifier || !ts.isStringLiteral(moduleSpecifier)) {
        return undefined;
    }
    const path = join(dirname(file), moduleSpecifier.text);
    return [`${path}.ts`, join(path, "index.ts")].find((candidate) => existsSync(candidate));
}

function isDeclaration(statement: ts.Statement): statement is Declaration {
    return (
        ts.isClassDeclaration(statement) ||
        ts.isFunctionDeclaration(statement) ||
        ts.isInterfaceDeclaration(statement) ||
        ts.isTypeAliasDeclaration(statement) ||
        ts.isVariableStatement(statement)
    );
}

function isExported(statement: ts.Statement): boolean {
    return (
        ts.canHaveModifiers(statement) &&
        (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
    );
}

function namesOf(statement: ts.Statement): string[] {
    if (!isDeclaration(statement)) {
        return [];
    }
    return ts.isVariableStatement(statement)
        ? statement.declarationList.declarations.map(({ name }) => name.getText())
        : [statement.name?.text ?? ""];
}
