import { createMemoryStore } from '../../src/store/memory.js';
import { describeStore } from './contract.js';

describeStore('memory', createMemoryStore);
