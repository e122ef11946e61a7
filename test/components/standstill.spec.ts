import assert from "node:assert/strict";

import { type Clock, Standstill } from "../../components/standstill";

/** A clock that stands until it is moved. */
class TestClock implements Clock {
    private time = 0;
    private calls: { readonly at: number; readonly call: () => void }[] = [];

    readonly now = () => this.time;
    readonly later = (milliseconds: number, call: () => void) => {
        this.calls.push({ at: this.time + milliseconds, call });
    };

    /** How many timers run. */
    get timers(): number {
        return this.calls.length;
    }

    pass(seconds: number): void {
        const end = this.time + seconds * 1000;
        for (;;) {
            const [next] = this.calls.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
            if (next === undefined) break;
            this.calls = this.calls.filter((call) => call !== next);
            this.time = next.at;
            next.call();
        }
        this.time = end;
    }
}

describe("a standstill", () => {
    let clock: TestClock;
    let told: (readonly string[])[];
    let standstill: Standstill;

    beforeEach(() => {
        clock = new TestClock();
        told = [];
        standstill = new Standstill({
            limitSeconds: 180,
            tell: (waiting) => told.push(waiting),
            clock,
        });
    });

    it("is told when the time is over, and once", () => {
        standstill.asked("a key");
        clock.pass(179);
        assert.deepEqual(told, []);
        clock.pass(1);
        assert.deepEqual(told, [["a key"]]);
        clock.pass(3600);
        assert.deepEqual(told, [["a key"]]);
        assert.equal(clock.timers, 0);
    });

    it("is none as long as something is answered, for however many that wait", () => {
        const answers = Array.from({ length: 40 }, (_, index) => standstill.asked(`file ${index}`));
        for (const answered of answers) {
            clock.pass(60);
            answered();
        }
        clock.pass(3600);
        assert.deepEqual(told, []);
    });

    it("is told with all that wait, the oldest first", () => {
        standstill.asked("first");
        const answered = standstill.asked("second");
        clock.pass(100);
        standstill.asked("third");
        answered();
        clock.pass(179);
        assert.deepEqual(told, []);
        clock.pass(1);
        assert.deepEqual(told, [["first", "third"]]);
    });

    it("begins when something is asked for, not when nothing was", () => {
        standstill.asked("early")();
        clock.pass(1000);
        standstill.asked("late");
        clock.pass(179);
        assert.deepEqual(told, []);
        clock.pass(1);
        assert.deepEqual(told, [["late"]]);
    });

    it("is told again if there is one after an answer", () => {
        const answered = standstill.asked("first");
        standstill.asked("second");
        clock.pass(200);
        answered();
        clock.pass(180);
        assert.deepEqual(told, [["first", "second"], ["second"]]);
    });

    it("is watched for with one timer, and with none once all is answered", () => {
        const answers = ["a", "b", "c"].map((name) => standstill.asked(name));
        assert.equal(clock.timers, 1);
        answers.forEach((answered) => {
            answered();
        });
        clock.pass(180);
        assert.equal(clock.timers, 0);
        assert.deepEqual(told, []);
    });
});
