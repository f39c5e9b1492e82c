using System.Diagnostics;

namespace Angioboard.Dashboard.Tests.Configuration;

/// <summary>Only its user can read what a dashboard saves, whatever the umask it was started with.</summary>
public sealed class RightsTests
{
    [Fact]
    public async Task An_open_data_folder_is_closed_and_so_is_everything_written_later()
    {
        if (OperatingSystem.IsWindows())
            return;
        using TemporaryFolder folder = new();
        string data = Directory.CreateDirectory(folder.File("data")).FullName;
        // Somebody could have read this file.
        File.WriteAllText(Path.Combine(data, "audit.txt"), "");
        File.SetUnixFileMode(data, (UnixFileMode)0x1ed);
        ProcessStartInfo start =
            new ProcessStartInfo("env",
                ["--default-signal", "sh", "-c", "umask 022; exec dotnet \"$0\"",
                    typeof(DashboardHost).Assembly.Location]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["Angioboard__DataFolder"] = data;
        using Process process = Process.Start(start)!;

        // The sign-in link is printed when it listens; all its files exist by then.
        string? said = await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line
            && !line.Contains("token=", StringComparison.Ordinal))
        {
        }
        string[] open = Directory.EnumerateFileSystemEntries(data, "*", SearchOption.AllDirectories).Append(data)
            .Where(path => !File.Exists(path) || new FileInfo(path).LinkTarget is null)
            .Where(path => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode)0x3f) != 0)
            .Select(path => Path.GetRelativePath(data, path)).ToArray();
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(
            $"angioboard: {data}: other users of this box could read it (rights 755); it is closed now (700). To let a group of this box "
                + $"share its devices, set Angioboard:Group", said);
        Assert.Empty(open);
        Assert.True(File.Exists(Path.Combine(data, "angioboard.db")));
    }
}
