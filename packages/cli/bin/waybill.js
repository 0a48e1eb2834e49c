#!/usr/bin/env node
// Apart from what is built, so that npm links the command also before the first build.
import '../dist/main.js';
