import { FakeStore } from '/work/main/test/components/registry/support/fake-store.ts';
import { loadRegistry } from '/work/main/test/components/registry/support/registry.ts';
import { add, family, observe, values, hit } from '/work/main/test/components/registry/support/batches.ts';
const instantiate = await loadRegistry();
const store = new FakeStore();
const inst = () => instantiate({ stores: { default: store } });
const F = 20, S = 999;
{ const r = inst();
for (let f = 0; f < F; f++) r.push([family('counter', `metric_number_${f}_total`, ['component','method','route','status'])],
  Array.from({length:S},(_, i) => ({ family: 0, labels: values('weather-ts','POST',`/route/number/${i}`,'200'), change: add(i*0.37) })));
r.fold(); }
const base = new Map(store.values);
const fams = Array.from({length:6},(_, f)=>family('counter', `metric_number_${f}_total`, ['component','method','route','status']));
const hist = family('histogram','http_request_duration_seconds',['component','method','route','status'],{buckets:Float64Array.of(0.005,.01,.025,.05,.1,.25,.5,1,2.5,5,10)});
const samples = (i:number) => [...fams.map((_, f)=>({family:f,labels:values('weather-ts','POST',`/route/number/${(i*7+f)%S}`,'200'),change:add(1)})),{family:6,labels:values('weather-ts','POST',`/route/${i%50}`,'200'),change:observe(0.03)}];
function median(a:number[]){a.sort((x,y)=>x-y);return a[a.length>>1]!.toFixed(2)}
const pushT:number[]=[],foldT:number[]=[],exposeT:number[]=[],idleT:number[]=[];
for (let round=0; round<8; round++){
  store.values.clear(); for(const [k,v] of base) store.values.set(k,v);
  const p = inst();
  for (let i=0;i<1000;i++){const s=samples(i);const t=performance.now();p.push([...fams,hist],s);pushT.push(performance.now()-t)}
  const log = store.keysOf('log').length;
  const e = inst(); const hostT0=performance.now(); const text=e.expose('text'); exposeT.push(performance.now()-hostT0);
  const e2 = inst(); const t1=performance.now(); e2.expose('text'); idleT.push(performance.now()-t1);
  if(round===0) console.log('log',log,'bytes',text.length,'mem',e.memoryBytes()/1e6,'body',store.values.get(store.keysOf('body')[0]!)!.length, 'entry', 0, 'lines', new TextDecoder().decode(text).split('\n').length);
  store.steps.length=0;
}
console.log('push',median(pushT),'fold+expose',exposeT.map(x=>x.toFixed(1)).join(),'idle expose',idleT.map(x=>x.toFixed(1)).join());
// host share: what the fake store and bindings cost
for (let round=0; round<6; round++){
  store.values.clear(); for(const [k,v] of base) store.values.set(k,v);
  const p = inst();
  for (let i=0;i<1000;i++) p.push([...fams,hist],samples(i));
  for (const what of ['fold','idle']) {
  const e = inst(); const marks:[string,number][]=[];
  store.hook=(s)=>{ if(s.operation!=='delete-many') marks.push([s.operation,performance.now()])};
  const t=performance.now(); e.expose('text'); const end=performance.now(); store.hook=undefined;
  let last=t; let line=what+' '; for(const [o,at] of marks){ if(o==='get-many'&&line.endsWith('..')){} line+=` ${(at-last).toFixed(2)}>${o}`; last=at } line+=` ${(end-last).toFixed(2)} end; total ${(end-t).toFixed(1)}`; console.log(line);
  }
}
