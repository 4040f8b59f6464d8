import { serve } from './serve.ts';

serve((_request, response) => response.end('hello'));
