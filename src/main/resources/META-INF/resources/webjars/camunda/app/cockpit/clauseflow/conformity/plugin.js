/** What the standard and we ourselves ask for, who carries it out, and what shows that it was. */
import { entry } from '../shared/page.js';
import { deployments } from './deployments.js';
import { deviations } from './deviations.js';
import { matrix } from './matrix.js';
import { pack } from './pack.js';
import { record } from './record.js';

export default [entry('Conformity', '/conformity', 8), matrix, deviations, deployments, pack, record];
