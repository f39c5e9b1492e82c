namespace Angioboard.Jobs.Runs;

/// <summary>Where a run is kept.</summary>
public enum RunShelf
{
    /// <summary>In use: neither archived nor deleted.</summary>
    Current,

    /// <summary>Archived.</summary>
    Archived,

    /// <summary>Deleted, its folder still in the trash.</summary>
    Trash,
}
