using Angioboard.Core;
using Spectre.Console;

namespace Angioboard.Jobs.CommandLine;

/// <summary>
/// What the user sees while a verb runs: progress bars with the time left on a terminal, elsewhere a plain line now and then.
/// Progress goes to standard error, so that results on standard output can be piped.
/// </summary>
internal sealed class Screen : IProgress<StageProgress>, IAsyncDisposable
{
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(10);

    private readonly IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private readonly Dictionary<string, ProgressTask> bars = [];
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task live = Task.CompletedTask;
    private ProgressContext? context;
    private string stage = "";
    private long stageStart;
    private long lastLine;

    public Screen(TimeProvider time)
    {
        this.time = time;
        if (Console.IsErrorRedirected || !console.Profile.Capabilities.Interactive) return;
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        live = console.Progress().AutoClear(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(),
                new RemainingTimeColumn())
            .StartAsync(async display =>
            {
                context = display;
                started.SetResult();
                await closed.Task;
            });
        started.Task.Wait();
    }

    /// <summary>Writes a line.</summary>
    public void Say(string line)
    {
        lock (gate)
        {
            if (context is not null) console.WriteLine(line);
            else Console.Error.WriteLine(line);
        }
    }

    /// <inheritdoc/>
    public void Report(StageProgress value)
    {
        lock (gate)
        {
            if (context is not null) Bar(context, value);
            else Line(value);
        }
    }

    public async ValueTask DisposeAsync()
    {
        closed.TrySetResult();
        await live;
    }

    private void Bar(ProgressContext display, StageProgress value)
    {
        if (!bars.TryGetValue(value.Stage, out ProgressTask? bar)) bars[value.Stage] = bar = display.AddTask(Markup.Escape(value.Stage));
        bar.MaxValue = Math.Max(1, value.Total);
        bar.Value = value.Done;
        bar.Description = Markup.Escape(value.Note is null ? value.Stage : $"{value.Stage}: {value.Note}");
    }

    private void Line(StageProgress value)
    {
        long now = time.GetTimestamp();
        bool first = value.Stage != stage;
        if (first) (stage, stageStart) = (value.Stage, now);
        bool last = value.Done >= value.Total;
        if (!first && !last && time.GetElapsedTime(lastLine, now) < PlainInterval) return;
        lastLine = now;
        TimeSpan elapsed = time.GetElapsedTime(stageStart, now);
        string left = value.Done > 0 && !last && elapsed > PlainInterval
            ? $", {elapsed * ((double)(value.Total - value.Done) / value.Done):h\\:mm\\:ss} left"
            : "";
        Console.Error.WriteLine($"{value.Stage}: {value.Done}/{value.Total}{(value.Note is null ? "" : $", {value.Note}")}{left}");
    }
}
