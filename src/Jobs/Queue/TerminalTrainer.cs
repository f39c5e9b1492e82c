using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.Queue;

/// <summary>A trainer that a terminal started.</summary>
/// <param name="Process">Its process.</param>
/// <param name="OtherUser">The number of its user; null for the dashboard's own user.</param>
internal sealed record TerminalTrainer(ProcessIdentity Process, uint? OtherUser)
{
    /// <summary>The most trainers of one other user that are followed at a time.</summary>
    public const int MostOfUser = 16;

    /// <summary>
    /// Why it cannot be followed in addition to the others; null if it can. Trainers of the dashboard's own user always can.
    /// </summary>
    public string? WhyNot(IEnumerable<Assignment> working)
    {
        if (OtherUser is null) return null;
        TerminalTrainer[] theirs =
            [.. working.Select(work => work.Terminal).OfType<TerminalTrainer>().Where(trainer => trainer.OtherUser == OtherUser)];
        if (theirs.Any(trainer => trainer.Process == Process)) return $"process {Process.Pid} is followed for another run already";
        return theirs.Length < MostOfUser ? null : $"{theirs.Length} runs of that user are followed already, and more are not";
    }
}
