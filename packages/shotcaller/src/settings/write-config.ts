import { writeJsonFile } from '../disk/write-json-file.ts';
import type { Config } from './config.ts';
import { configPath } from './read-config.ts';

/**
 * Writes `config.json` in the home folder, whole or not at all, readable by its owner only.
 *
 * @param suffix unguessable, for the name of the file that is renamed into place
 */
export function writeConfig(home: string, config: Config, suffix: string): Promise<void> {
  return writeJsonFile(configPath(home), config, suffix);
}
