/** What docs/openapi.json says of every operation, for the door `wechat/miniprogram/api/index.js`. */
import type { components, paths } from './openapi';

type Json<C> = C extends { content: { 'application/json': infer A } } ? A : null;
type Responses<O> = O extends { responses: infer R } ? R : never;
type Given<O, K extends string> = O extends { parameters: { [name in K]?: infer G } } ? Exclude<G, undefined> : never;
type BodyOf<O> = O extends { requestBody: { content: { 'application/json': infer B } } } ? B : never;
/** What may be null in a body may as well be left out. */
type Sent<B> = B extends string | number | boolean | null | undefined | unknown[]
  ? B
  : { [K in keyof B as null extends B[K] ? never : K]: Sent<B[K]> } & { [K in keyof B as null extends B[K] ? K : never]?: Sent<B[K]> };
type Part<N extends string, T> = [T] extends [never] ? { [name in N]?: undefined } : {} extends T ? { [name in N]?: T } : { [name in N]: T };
/** `T` where the operation takes that header; nothing else may be said. */
type Taken<O, N extends string, T> = [Given<O, 'header'>] extends [never] ? undefined : N extends keyof Given<O, 'header'> ? T : undefined;

declare global {
  type Api = components['schemas'];
  type Method = 'get' | 'post' | 'put' | 'delete';
  type PathOf<M extends Method> = { [P in keyof paths]: paths[P][M] extends { responses: unknown } ? P : never }[keyof paths];
  type Operation<M extends Method, P extends PathOf<M>> = paths[P][M];
  type AnswerOf<M extends Method, P extends PathOf<M>> =
    Responses<Operation<M, P>> extends { 200: infer A } | { 201: infer A } | { 202: infer A } ? Json<A> : null;
  /**
   * `once`: a purpose, where the operation takes an idempotency key. `isSafe`: may be sent again.
   * `seen`: the version that the person saw, where the operation compares it.
   * `isActing`: for the enterprise that the person acts for, where the operation allows it.
   */
  type Asked<M extends Method, P extends PathOf<M>> = Part<'path', Given<Operation<M, P>, 'path'>> &
    Part<'query', Given<Operation<M, P>, 'query'>> &
    Part<'body', Sent<BodyOf<Operation<M, P>>>> & {
      isSafe?: boolean;
      once?: Taken<Operation<M, P>, 'Idempotency-Key', string>;
      seen?: Taken<Operation<M, P>, 'If-Match', string>;
      isActing?: Taken<Operation<M, P>, 'X-Acting-For', boolean>;
    };
}
