/** @jsxRuntime automatic @jsxImportSource preact */
import { Facts } from './facts.tsx';

/** By what an owner or operator finds a refusal in the logs. */
export function Reference({ code, requestId }: { code: string; requestId: string }) {
  return (
    <Facts
      facts={[
        { name: 'Code', value: code, copy: code },
        { name: 'Reference', value: requestId, copy: requestId },
      ]}
    />
  );
}
