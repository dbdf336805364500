import type { McpServer } from '@modelcontextprotocol/server';
import { type Skill, SkillsExtension, skillEntry } from '@modelcontextprotocol/server/ext/skills';
import { skillText } from './skill-text.ts';

let entry: Promise<Skill> | undefined;
const skill = (): Promise<Skill> => {
  entry ??= skillEntry('shotcaller', { 'SKILL.md': skillText });
  return entry;
};

const skills = new SkillsExtension({
  source: {
    list: async () => ({ skills: [await skill()] }),
    get: async (uri) => {
      const known = await skill();
      return known.uri === uri ? known : undefined;
    },
    read: async (uri) => ((await skill()).uri === uri ? { text: skillText, mimeType: 'text/markdown' } : undefined),
  },
});

/** The skill of `skills/shotcaller`, for agents that take skills over the protocol. Before the server connects. */
export function addSkill(server: McpServer): void {
  skills.attach(server);
}
