/** What the demo, the guides and the benchmarks are: a lab, and a program in it that takes its time. */
import { inside, withLab } from "../..";

void withLab({ parts: "lab" }, async (_times, signal) => {
    await inside("sh", ["-c", "echo at work; exec sleep 600"], { terminal: true, signal });
});
