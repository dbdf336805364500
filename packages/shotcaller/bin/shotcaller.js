#!/usr/bin/env node
'use strict';
// pick and mcp start from code that was compiled ahead; the other commands from modules, which are loaded when they are needed.
if (process.argv[2] === 'pick') require('./load-precompiled.js').loadPrecompiled('pick');
else if (process.argv[2] === 'mcp') require('./load-precompiled.js').loadPrecompiled('agents/mcp');
else import('../dist/cli/main.js');
