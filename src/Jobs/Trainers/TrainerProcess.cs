using System.Diagnostics;
using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.Trainers;

/// <summary>A trainer on this machine: one that was started here, or one that was found alive.</summary>
internal sealed class TrainerProcess : Trainer
{
    // A session of its own, so that no signal of the dashboard's terminal or service reaches it.
    private const string Launch = "exec setsid \"$0\" \"$@\" >>\"$LOG\" 2>&1 </dev/null";

    // If a group reads the results, it may also read what trainers write.
    private const string Sharing = "umask 027; ";

    private readonly Process? child;

    private TrainerProcess(ProcessIdentity identity, string executable, string folder, Process? child) =>
        (Identity, Executable, Folder, this.child) = (identity, executable, folder, child);

    /// <summary>The process.</summary>
    public ProcessIdentity Identity { get; }

    /// <summary>The program that trainers are started from.</summary>
    public string Executable { get; }

    /// <summary>The run's folder.</summary>
    public string Folder { get; }

    /// <inheritdoc/>
    public override bool IsOwn => child is not null;

    /// <inheritdoc/>
    public override bool IsAlive => Identity.IsAlive();

    /// <summary>A trainer that is already running.</summary>
    public static TrainerProcess Found(ProcessIdentity identity, string executable, string folder) =>
        new(identity, executable, folder, null);

    /// <summary>Starts a trainer.</summary>
    /// <param name="executable">The <c>angioboard</c> executable.</param>
    /// <param name="arguments">Its verb and options.</param>
    /// <param name="folder">The run's folder; what the trainer prints is appended to trainer.log in it.</param>
    /// <param name="options">Data folder and group.</param>
    /// <param name="variables">Environment variables that it gets in addition to those it is known to need.</param>
    /// <param name="device"><c>cpu</c> or a GPU's UUID.</param>
    /// <exception cref="InputException">The executable cannot be started.</exception>
    public static TrainerProcess Start(
        string executable, IEnumerable<string> arguments, RunFolder folder, AngioboardOptions options, IReadOnlyList<string> variables,
        string device)
    {
        if (!File.Exists(executable))
            throw new InputException($"{executable}: is not there, so no run can start; install Angioboard again");
        FolderRights.Share(folder.Path, options);
        ProcessStartInfo start =
            new("/bin/sh",
                ["-c", options.Group is null ? Launch : Sharing + Launch, executable, .. arguments]) { WorkingDirectory = folder.Path };
        TrainerEnvironment.Limit(start, variables);
        start.Environment["LOG"] = folder.TrainerLog;
        start.Environment[DataFolder.Variable] = options.DataFolder;
        if (device != DeviceSetting.Cpu) start.Environment["CUDA_VISIBLE_DEVICES"] = device;
        Process child = Process.Start(start) ?? throw new InputException($"{executable}: cannot be started");
        // An ended process keeps its number until it is waited for, and its identity no longer matters.
        return new TrainerProcess(ProcessIdentity.Of(child.Id) ?? new ProcessIdentity(child.Id, 0, ""), executable, folder.Path, child);
    }

    /// <summary>Its exit code; null for a process that was not started here.</summary>
    public override int? ExitCode => child is { HasExited: true } ? child.ExitCode : null;

    /// <inheritdoc/>
    public override ValueTask<bool> HasEndedAsync(CancellationToken cancellation) =>
        ValueTask.FromResult(child?.HasExited ?? !Identity.IsAlive());

    /// <summary>Sends SIGTERM, if it still exists. False if that process belongs to another user, or is not a trainer.</summary>
    public override bool Terminate() => Signals.Terminate(this);

    /// <inheritdoc/>
    public override void Kill() => _ = Signals.Kill(this);

    /// <inheritdoc/>
    public override void Dispose() => child?.Dispose();
}
