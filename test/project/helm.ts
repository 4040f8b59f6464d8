/** The program that renders charts of Kubernetes, on machines that have it. */
export const helm = process.env.HELM;

export const helmNotRun = 'The chart was not rendered by helm: HELM is not set (.ci/run unpacks one).';
