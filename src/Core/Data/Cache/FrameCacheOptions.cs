using System.Globalization;

namespace Angioboard.Core.Data.Cache;

/// <summary>Folder and limit of the frame cache.</summary>
/// <param name="Folder">Full path: ANGIOBOARD_CACHE, else angioboard/frames in XDG_CACHE_HOME or ~/.cache.</param>
/// <param name="Bytes">
/// Maximum size in bytes: ANGIOBOARD_CACHE_GB gigabytes; null for the smaller of 50 GB and a quarter of the free space.
/// </param>
public sealed record FrameCacheOptions(string Folder, long? Bytes = null)
{
    /// <summary>Names the folder.</summary>
    public const string FolderVariable = "ANGIOBOARD_CACHE";

    /// <summary>Names the limit.</summary>
    public const string LimitVariable = "ANGIOBOARD_CACHE_GB";

    /// <summary>Value in place of a folder that turns the cache off.</summary>
    public const string None = "none";

    /// <summary>Bytes of a gigabyte.</summary>
    internal const long Gigabyte = 1_000_000_000;

    /// <summary>The options from this process's environment; null if frames are not cached.</summary>
    /// <exception cref="InputException">The limit is not a number of gigabytes.</exception>
    public static FrameCacheOptions? FromEnvironment() => From(Environment.GetEnvironmentVariable);

    /// <summary>What <paramref name="variable"/> says; empty variables count as unset. Null if frames are not cached.</summary>
    /// <exception cref="InputException">The limit is not a number of gigabytes.</exception>
    public static FrameCacheOptions? From(Func<string, string?> variable)
    {
        string? Set(string name) => variable(name) is { Length: > 0 } value ? value : null;
        long? bytes = null;
        if (Set(LimitVariable) is { } limit)
        {
            if (!double.TryParse(limit, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double gigabytes)
                || gigabytes is not (> 0 and < 1e9))
                throw new InputException(
                    $"{LimitVariable}: {limit} is not a number of gigabytes; " +
                    $"give a number such as 20, or {FolderVariable}={None} to cache no frames");
            bytes = (long)(gigabytes * Gigabyte);
        }
        if (Set(FolderVariable) is { } folder) return folder == None ? null : new(Path.GetFullPath(folder), bytes);
        string home = Set("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        // A user without a home, such as a service's, has no cache unless a folder is set.
        if ((Set("XDG_CACHE_HOME") ?? (home.Length > 0 ? Path.Combine(home, ".cache") : null)) is not { } caches) return null;
        return new(Path.GetFullPath(Path.Combine(caches, "angioboard", "frames")), bytes);
    }
}
