namespace Angioboard.Faults.Kills;

/// <summary>Whom a kill meets.</summary>
internal enum KillTarget
{
    Trainer,
    Dashboard,
    Both,
}

/// <summary>What a run does at a moment, in the order in which it does so; a checkpoint is written within the training.</summary>
internal enum RunPhase
{
    Preparing,
    Training,
    Checkpointing,
    Predicting,
    Evaluating,
}

/// <summary>A kill to come: of whom, by what, and what the run is to be doing.</summary>
internal sealed record PlannedKill(KillTarget Target, int Signal, RunPhase Phase)
{
    public const int Kill = 9, Terminate = 15;

    private static readonly (KillTarget Target, int Signal)[] Kinds =
        [.. Enum.GetValues<KillTarget>().SelectMany(target => new[] { (target, Terminate), (target, Kill) })];

    private static readonly int Phases = Enum.GetValues<RunPhase>().Length;

    /// <summary>So many different ones there are.</summary>
    public static int Different => Kinds.Length * Phases;

    /// <summary>
    /// So many kills, shuffled. Of each 30 one is of each kind, signal and phase; of fewer each kind and signal meets phases of all sorts.
    /// </summary>
    public static List<PlannedKill> Schedule(int count, Random random)
    {
        PlannedKill[] kills =
        [
            .. Enumerable.Range(0, count).Select(k => new PlannedKill(
                Kinds[k % Kinds.Length].Target, Kinds[k % Kinds.Length].Signal, (RunPhase)((k + (k / Kinds.Length)) % Phases))),
        ];
        random.Shuffle(kills);
        return [.. kills];
    }

    public static string Name(int signal) => signal == Kill ? "SIGKILL" : "SIGTERM";

    public override string ToString() => $"{Name(Signal)} to {Target.ToString().ToLowerInvariant()} while {Phase.ToString().ToLowerInvariant()}";
}
