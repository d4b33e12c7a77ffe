import { type Input, processItem } from './process-item.ts';
// TypeScript example
import { metrics } from 'ftl-sdk';

const processedItems = metrics.counter('items_processed_total', {
  help: 'Total number of items processed'
});

const processingTime = metrics.histogram('processing_duration_seconds', {
  help: 'Time spent processing items',
  buckets: [0.1, 0.5, 1, 2, 5]
});

export async function handler(input: Input) {
  const timer = processingTime.startTimer();
  
  try {
    // Process item
    const result = await processItem(input);
    processedItems.inc({ status: 'success' });
    return result;
  } catch (error) {
    processedItems.inc({ status: 'error' });
    throw error;
  } finally {
    timer();
  }
}
