namespace Angioboard.Jobs.Queue;

/// <summary>What is said of a run that somebody paused.</summary>
internal static class PauseText
{
    /// <summary>Of one that is held in the queue.</summary>
    public static string Held(string by) => $"paused by {by}; \"Resume queueing\" puts it back in the queue";

    /// <summary>Of one whose trainer is ending.</summary>
    public static string Ending(string by) => $"is being paused by {by}: its trainer saves a checkpoint and gives the device back";
}
