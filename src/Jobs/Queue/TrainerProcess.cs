using System.Diagnostics;
using Angioboard.Core;
using Angioboard.Core.Training;
using Angioboard.Jobs.Trainers;

namespace Angioboard.Jobs.Queue;

/// <summary>A trainer at work: one that was started here, or one that was found alive.</summary>
internal sealed class TrainerProcess : IDisposable
{
    // A session of its own: no signal of the dashboard's terminal or service reaches it.
    private const string Launch = "exec setsid \"$0\" \"$@\" >>\"$LOG\" 2>&1 </dev/null";

    private readonly Process? child;

    private TrainerProcess(ProcessIdentity identity, Process? child) => (Identity, this.child) = (identity, child);

    /// <summary>The process.</summary>
    public ProcessIdentity Identity { get; }

    /// <summary>Whether it was started here, so that its exit code can be had.</summary>
    public bool IsOwn => child is not null;

    /// <summary>A trainer that works already.</summary>
    public static TrainerProcess Found(ProcessIdentity identity) => new(identity, null);

    /// <summary>Starts one.</summary>
    /// <param name="executable">The <c>angioboard</c> executable.</param>
    /// <param name="arguments">Its verb and options.</param>
    /// <param name="folder">The run's folder; what the trainer prints is appended to trainer.log in it.</param>
    /// <param name="dataFolder">The data folder.</param>
    /// <param name="device"><c>cpu</c> or a GPU's UUID.</param>
    /// <exception cref="InputException">The executable cannot be started.</exception>
    public static TrainerProcess Start(string executable, IEnumerable<string> arguments, RunFolder folder, string dataFolder, string device)
    {
        if (!File.Exists(executable)) throw new InputException($"{executable}: is not there, so no run can start; install Angioboard again");
        ProcessStartInfo start = new("/bin/sh", ["-c", Launch, executable, .. arguments]) { WorkingDirectory = folder.Path };
        start.Environment["LOG"] = folder.TrainerLog;
        start.Environment[DataFolder.Variable] = dataFolder;
        if (device != "cpu") start.Environment["CUDA_VISIBLE_DEVICES"] = device;
        Process child = Process.Start(start) ?? throw new InputException($"{executable}: cannot be started");
        // A process that has ended keeps its number until it is waited for, and its identity no longer matters.
        return new TrainerProcess(ProcessIdentity.Of(child.Id) ?? new ProcessIdentity(child.Id, 0, ""), child);
    }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => child?.HasExited ?? !Identity.IsAlive();

    /// <summary>Its exit code; null for a process that was not started here.</summary>
    public int? ExitCode => child is { HasExited: true } ? child.ExitCode : null;

    /// <summary>Lets go of it; the process itself goes on.</summary>
    public void Dispose() => child?.Dispose();
}
