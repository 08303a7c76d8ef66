const mb=()=>{ global.gc?.(); return (process.memoryUsage().rss/1048576).toFixed(1)};
const b=mb(), t=performance.now();
for (const m of process.argv.slice(2)) await import(m);
console.log(process.argv.slice(2).join(' '), b, '->', mb(), (performance.now()-t).toFixed(0)+'ms');
