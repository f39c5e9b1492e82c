namespace Angioboard.Faults.Kills;

/// <summary>The target of a kill.</summary>
internal enum KillTarget
{
    Trainer,
    Dashboard,
    Both,
}

/// <summary>The phases of a run, in order; a checkpoint is written during training.</summary>
internal enum RunPhase
{
    Preparing,
    Training,
    Checkpointing,
    Predicting,
    Evaluating,
}

/// <summary>A planned kill: its target, its signal, and the run's phase.</summary>
internal sealed record PlannedKill(KillTarget Target, int Signal, RunPhase Phase)
{
    public const int Kill = 9, Terminate = 15;

    private static readonly (KillTarget Target, int Signal)[] Kinds =
        [.. Enum.GetValues<KillTarget>().SelectMany(target => new[] { (target, Terminate), (target, Kill) })];

    private static readonly int Phases = Enum.GetValues<RunPhase>().Length;

    /// <summary>The number of different kills.</summary>
    public static int Different => Kinds.Length * Phases;

    /// <summary>
    /// A shuffled list of this many kills. Each 30 contain every kind, signal and phase once; with fewer, each kind and signal gets a mix
    /// of phases.
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

    public override string ToString() =>
        $"{Name(Signal)} to {Target.ToString().ToLowerInvariant()} while {Phase.ToString().ToLowerInvariant()}";
}
