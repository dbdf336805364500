import { join } from 'node:path';
import ts from 'typescript';

/** Members of the public interfaces that set something, and those whose docstring leaves open what they are or what their default is. */
export function undocumentedOptions(root: string): {
  readonly options: number;
  readonly undocumented: readonly string[];
} {
  const doors = [
    'core/dist/index',
    'shotcaller/dist/index',
    'shotcaller/dist/ai-sdk',
    'shotcaller/dist/testing',
    'simulator/dist/index',
  ].map((door) => join(root, 'packages', `${door}.d.ts`));
  const program = ts.createProgram(doors, {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    types: ['node'],
    skipLibCheck: true,
  });
  const checker = program.getTypeChecker();
  const members = new Map<ts.TypeElement, string>();
  for (const door of doors) {
    const module = program.getSourceFile(door);
    const symbol = module && checker.getSymbolAtLocation(module);
    if (!symbol) throw new Error(`${door} exports nothing: build first`);
    for (const exported of checker.getExportsOfModule(symbol)) {
      if (!/(?:Options|Settings|Query)$/.test(exported.name)) continue;
      const whole = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      const interfaces = (whole.declarations ?? []).filter(ts.isInterfaceDeclaration);
      for (const member of interfaces.flatMap((declaration) => [...declaration.members]))
        members.set(member, `${exported.name}.${member.name?.getText()}`);
    }
  }
  const isOpen = (member: ts.TypeElement): boolean => {
    const symbol = member.name && checker.getSymbolAtLocation(member.name);
    const text = ts.displayPartsToString(symbol?.getDocumentationComment(checker));
    return text === '' || (member.questionToken !== undefined && !/default|absent|without it/i.test(text));
  };
  return {
    options: members.size,
    undocumented: [...members].filter(([member]) => isOpen(member)).map(([, name]) => name),
  };
}
