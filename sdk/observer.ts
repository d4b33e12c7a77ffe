// Guest. The observer in front of a component that measures itself: it asks, and is told not to count the request too.
// Nobody else gets the header.

const askedBy = 'sidecars-observed';
const answeredBy = 'sidecars-counted';

/** The same response, for an observer with the remark that the request is counted here. */
export function tellObserver(request: Request, response: Response): Response {
  if (!request.headers.has(askedBy)) return response;
  const told = new Response(response.body, response);
  told.headers.set(answeredBy, '1');
  return told;
}
