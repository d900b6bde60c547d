/** Chart.js as it comes as a WebJar, asked for with the first picture. The server knows its version. */
import { address } from '../shared/api.js';

let loading;

export const library = () => (loading ??= load());

function load() {
  return new Promise((done, failed) => {
    const script = document.createElement('script');
    script.src = address('').replace(/\/api\/$/, '/webjars/chart.js/dist/chart.umd.min.js');
    script.onload = () => done(prepared(window.Chart));
    script.onerror = () => {
      loading = undefined;
      failed(new Error('The pictures cannot be loaded; the numbers are in the tables.'));
    };
    document.head.append(script);
  });
}

/** In Cockpit's letters, and still: a picture that moves tells nothing more. */
function prepared(Chart) {
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.font.size = 12;
  Chart.defaults.color = '#333';
  Chart.defaults.animation = false;
  Chart.defaults.maintainAspectRatio = false;
  return Chart;
}
