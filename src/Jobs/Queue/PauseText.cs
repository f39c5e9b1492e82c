using Angioboard.Jobs.Actors;

namespace Angioboard.Jobs.Queue;

/// <summary>Messages for paused runs.</summary>
internal static class PauseText
{
    /// <summary>For a run that is on hold in the queue.</summary>
    public static string Held(string by) => by == Actor.Search.Name
        ? $"paused by {by}; let its variant go on, on the page of the study"
        : $"paused by {by}; \"Resume queueing\" puts it back in the queue";

    /// <summary>For a run whose trainer is ending.</summary>
    public static string Ending(string by) => $"is being paused by {by}: its trainer saves a checkpoint and gives the device back";
}
