using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.Queue;

/// <summary>A trainer that a terminal started.</summary>
/// <param name="Process">Its process.</param>
/// <param name="OtherUser">The number of the user whose it is; null for our own.</param>
internal sealed record TerminalTrainer(ProcessIdentity Process, uint? OtherUser)
{
    /// <summary>Trainers of one other user that are followed at a time.</summary>
    public const int MostOfUser = 16;

    /// <summary>Why it is not followed beside those that are; null if it can be. Our own user's always are.</summary>
    public string? WhyNot(IEnumerable<Assignment> working)
    {
        if (OtherUser is null) return null;
        TerminalTrainer[] theirs = [.. working.Select(work => work.Terminal).OfType<TerminalTrainer>().Where(trainer => trainer.OtherUser == OtherUser)];
        if (theirs.Any(trainer => trainer.Process == Process)) return $"process {Process.Pid} is followed for another run already";
        return theirs.Length < MostOfUser ? null : $"{theirs.Length} runs of that user are followed already, and more are not";
    }
}
