import { logger, metrics, serve } from 'spin-sidecars';

// defined at the top level, which runs when the component is built; counted in requests
const greetings = metrics.counter('greetings_total', { help: 'Greetings said', labelNames: ['language'] });

serve(
  async (request) => {
    const language = new URL(request.url).searchParams.get('language') === 'no' ? 'no' : 'en';
    greetings.inc({ language });
    logger.info('greeted', { language });
    return new Response(language === 'no' ? 'Hei!' : 'Hello!');
  },
  // what the label `route` may say: never the path itself, which clients make up
  { routes: ['/'] },
);
