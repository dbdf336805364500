import type { McpServer } from '@modelcontextprotocol/server';
import { SkillsExtension, skillEntry } from '@modelcontextprotocol/server/ext/skills';
import { atFirstUse } from '../first-use.ts';
import { skillText } from './skill-text.ts';

const skill = atFirstUse(() => skillEntry('shotcaller', { 'SKILL.md': skillText }));

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
