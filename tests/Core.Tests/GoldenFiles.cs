namespace Angioboard.Core.Tests;

/// <summary>The golden files in the repository's tests/Golden.</summary>
internal static class GoldenFiles
{
    public static string Folder { get; } = Find();

    /// <summary>The repository's folder.</summary>
    public static string Repository { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(Folder, "..", ".."));

    public static string Path(params string[] parts) => System.IO.Path.Combine([Folder, .. parts]);

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string golden = System.IO.Path.Combine(folder.FullName, "tests", "Golden");
            if (Directory.Exists(golden)) return golden;
        }
        throw new DirectoryNotFoundException($"tests/Golden is not above {AppContext.BaseDirectory}");
    }
}
