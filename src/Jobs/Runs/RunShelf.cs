namespace Angioboard.Jobs.Runs;

/// <summary>The shelf on which a run is kept.</summary>
public enum RunShelf
{
    /// <summary>In use: neither archived nor deleted.</summary>
    Current,

    /// <summary>Archived.</summary>
    Archived,

    /// <summary>Deleted, its folder still in the trash.</summary>
    Trash,
}
