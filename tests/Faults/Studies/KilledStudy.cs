using System.Diagnostics;
using Angioboard.Core.RunFolders;
using Angioboard.EndToEnd;
using Angioboard.Faults.Kills;
using Angioboard.Jobs.Leases;

namespace Angioboard.Faults.Studies;

/// <summary>A study that a dashboard launches and trains, with kills in between, until it has its results.</summary>
internal sealed class KilledStudy(Box box, string experiment, KillCount kills, Random random)
{
    private const int Runs = 6;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50), Hang = TimeSpan.FromMinutes(5);

    private readonly List<string> story = [], problems = [];
    private readonly Stopwatch running = Stopwatch.StartNew();

    /// <summary>How many runs were given up by rule and resumed by hand.</summary>
    public int ByHand { get; private set; }

    /// <summary>What happened to it.</summary>
    public IReadOnlyList<string> Story => story;

    /// <summary>What is wrong with it.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>Launches it, kills at random moments, and reports it; returns its folder.</summary>
    public async Task<string> RunAsync(string[] made, CancellationToken cancellation)
    {
        string[] launch = ["study", "new", "--submit", "--experiment", experiment, .. made];
        if (kills.Left > 0 && random.Next(2) == 0) await KillLaunchAsync(launch, cancellation);
        if (!Directory.Exists(Folder)) await Command.RunAsync(box.DataFolder, launch);
        TimeSpan next = Next();
        while (true)
        {
            IReadOnlyDictionary<string, string> states = await box.StatusesAsync(experiment);
            if (states.Count != Runs) problems.Add($"the dashboard lists {states.Count} runs of {Runs}");
            if (states.Count != Runs || states.Values.All(state => state == "finished")) break;
            foreach ((string id, _) in states.Where(state => state.Value is "failed" or "stopped" or "diverged")) await ResumeAsync(id);
            if (kills.Left > 0 && running.Elapsed > next && await KillAsync(cancellation)) next = Next();
            if (running.Elapsed > Hang) throw new InvalidOperationException($"{experiment} does not finish:\n{box.Output}");
            await Task.Delay(Look, cancellation);
        }
        await Command.RunAsync(box.DataFolder, "study", "report", Folder);
        return Folder;
    }

    private string Experiment => Path.Combine(box.Results, experiment);

    private string Folder => Path.Combine(Experiment, "Study_1");

    private TimeSpan Next() => running.Elapsed + (TimeSpan.FromSeconds(3) * random.NextDouble());

    // Whoever launches then hears nothing; after the next start the study is whole or not there at all.
    private async Task KillLaunchAsync(string[] launch, CancellationToken cancellation)
    {
        using Process process = Command.Start(box.DataFolder, launch);
        Task output = process.StandardOutput.ReadToEndAsync(cancellation), errors = process.StandardError.ReadToEndAsync(cancellation);
        await Task.Delay(random.Next(300, 2500), cancellation);
        await box.EndAsync(DashboardProcess.Kill);
        await Task.WhenAll(output, errors, process.WaitForExitAsync(cancellation));
        await box.StartAsync();
        int there = Directory.Exists(Experiment) ? Directory.GetFileSystemEntries(Experiment).Length : 0;
        if (there is not (0 or Runs + 1)) problems.Add($"its launch left {there} of {Runs + 1} folders");
        kills.Hit("the dashboard during a launch");
        story.Add($"dashboard killed while it launched; {(there == 0 ? "nothing of it was left" : "the study was whole")}");
    }

    /// <summary>Kills; false if there was nothing to kill.</summary>
    private async Task<bool> KillAsync(CancellationToken cancellation)
    {
        int kind = random.Next(3);
        TrainerFile[] trainers = [.. Directory.EnumerateDirectories(Experiment, "Train_*")
            .Select(path => TrainerFile.Read(new RunFolder(path).Trainer)).OfType<TrainerFile>().Where(trainer => trainer.IsAlive)];
        if (kind > 0 && trainers.Length == 0) return false;
        if (kind > 0) DashboardProcess.Signal(trainers[random.Next(trainers.Length)].Pid, DashboardProcess.Kill);
        string what = new[] { "the dashboard", "a trainer", "both" }[kind];
        kills.Hit(what);
        story.Add(FormattableString.Invariant($"{what} killed after {running.Elapsed.TotalSeconds:F1} s"));
        if (kind == 1) return true;
        await box.EndAsync(DashboardProcess.Kill);
        await Task.Delay(random.Next(1000), cancellation);
        await box.StartAsync();
        return true;
    }

    private async Task ResumeAsync(string id)
    {
        ByHand++;
        story.Add($"{id} was given up, and resumed by hand");
        await Command.RunAsync(box.DataFolder, "resume", Path.Combine(box.Results, id));
    }
}
