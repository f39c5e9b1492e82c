using Angioboard.Core;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.Tests.Neighbours;

/// <summary>Only its user can enter the data folder, and a group as far as a setting says.</summary>
public sealed class FolderRightsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public FolderRightsTests() => Neighbour.Open(folder.Path);

    private string Data => folder.File("data");

    private AngioboardOptions Options => new() { DataFolder = Data };

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_open_folder_is_closed_at_the_start_and_reported_once()
    {
        MakeOpen();
        Assert.False(Neighbour.IsRefused($"cat {Data}/angioboard.db"));

        string said = Assert.Single(FolderRights.Close(Options));

        Assert.Equal(
            $"{Data}: other users of this box could read it (rights 755); it is closed now (700). To let a group of this box share its "
                + $"devices, set Angioboard:Group", said);
        Assert.Equal(("700", "600", "700", "700"), (Mode(""), Mode("angioboard.db"), Mode("results"), Mode("devices")));
        Assert.True(Neighbour.IsRefused($"cat {Data}/angioboard.db"));
        Assert.Empty(FolderRights.Close(Options));
    }

    [Fact]
    public void A_group_can_access_shared_files_and_nothing_else()
    {
        MakeOpen();

        FolderRights.Close(Options with { Group = "4711" });
        Neighbour.Run($"echo x > {Data}/devices/cpu.lease; echo x > {Data}/inbox/a.json; ls {Data}/results");
        File.WriteAllText(Path.Combine(Data, "devices", "GPU-a.lease"), "");

        Assert.Equal(("710", "600", "700", "3770", "3770", "2750"),
            (Mode(""), Mode("angioboard.db"), Mode("keys"), Mode("devices"), Mode("inbox"), Mode("reservations")));
        foreach (string attempt in new[] { "cat angioboard.db", "ls .", "ls keys", "touch new", "touch reservations/cpu.json",
            "touch results/new", "mv devices/GPU-a.lease devices/b" })
            Assert.True(Neighbour.IsRefused($"cd {Data} && {attempt}"), attempt);
    }

    [Fact]
    public void A_group_that_shared_the_devices_before_the_setting_existed_still_does()
    {
        MakeOpen();
        Neighbour.Own(Path.Combine(Data, "devices"));
        using (System.Diagnostics.Process open =
            System.Diagnostics.Process.Start("chmod", ["2775", Path.Combine(Data, "devices")])) open.WaitForExit();

        FolderRights.Close(Options);

        Neighbour.Run($"echo x > {Data}/devices/cpu.lease; echo x > {Data}/inbox/a.json");
        Assert.True(Neighbour.IsRefused($"cat {Data}/angioboard.db"));
    }

    [Fact]
    public void A_folder_that_belongs_to_everybody_is_left_unchanged()
    {
        MakeOpen();
        using (System.Diagnostics.Process open = System.Diagnostics.Process.Start("chmod", ["1777", Data])) open.WaitForExit();

        Assert.Contains("set Angioboard:DataFolder to a folder that only Angioboard uses", Assert.Single(FolderRights.Close(Options)),
            StringComparison.Ordinal);
        Assert.Equal("1777", Mode(""));
    }

    [Fact]
    public void A_group_reads_runs_through_their_experiments_folder()
    {
        AngioboardOptions options = Options with { Group = "4711" };
        Close(Path.Combine(Data, "results"));
        FolderRights.Close(options);
        string old = MakeRun("old"), run = MakeRun("study");

        FolderRights.Share(run, options);

        Assert.Contains("settings.json", Neighbour.Run($"ls {run}; cat {run}/settings.json; ls {Data}/results/study"),
            StringComparison.Ordinal);
        Assert.True(Neighbour.IsRefused($"ls {Path.GetDirectoryName(old)}"));

        Assert.Empty(FolderRights.Close(options));
        Neighbour.Run($"ls {Path.GetDirectoryName(old)}");
        Assert.Equal(("2750", "2750", "2750"), (Mode("results"), Mode("results/old"), Mode("results/study")));
    }

    [Fact]
    public void A_parent_folder_closed_to_the_group_is_named_with_a_remedy()
    {
        string above = folder.File("share"), data = Path.Combine(above, "angioboard");
        AngioboardOptions options = new() { DataFolder = data, Group = "4711" };
        Close(above);

        string said = Assert.Single(FolderRights.Close(options));
        Assert.Equal(
            $"{data}: the group 4711 cannot get there, for {above} is closed to it; set Angioboard:DataFolder to a folder elsewhere, or "
                + $"open it: chmod o+x {above}", said);

        string results = folder.File("archive", "results");
        Close(folder.File("archive"));
        Assert.Contains(FolderRights.Close(options with { ResultsFolder = results }),
            line => line.StartsWith($"{results}: the group 4711 cannot get there", StringComparison.Ordinal));

        Neighbour.Open(above);
        Assert.Empty(FolderRights.Close(options));
        Neighbour.Run($"touch {data}/devices/cpu.lease");
    }

    [Fact]
    public void A_new_folder_is_closed_and_shared_without_a_message()
    {
        Assert.Empty(FolderRights.Close(Options));
        Assert.Equal("700", Mode(""));

        // A folder that somebody created for it.
        Neighbour.Open(Data);
        Directory.CreateDirectory(Path.Combine(Data, "results"));
        Assert.Empty(FolderRights.Close(Options with { Group = "4711" }));
        Assert.Equal(("710", "3770"), (Mode(""), Mode("devices")));
    }

    [Fact]
    public void A_new_share_is_not_reported_as_continued()
    {
        MakeOpen();

        string said = Assert.Single(FolderRights.Close(Options with { Group = "4711" }));

        Assert.EndsWith("it is closed now (710). The group 4711 shares devices and inbox", said, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_group_is_named()
    {
        MakeOpen();

        InputException refusal = Assert.Throws<InputException>(() => FolderRights.Close(Options with { Group = "no-such-group" }));

        Assert.Equal("Angioboard:Group: there is no group no-such-group on this box; make it with groupadd no-such-group, or name another",
            refusal.Message);
    }

    private static void Close(string path)
    {
        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>A run as the dashboard creates it, private to its user.</summary>
    private string MakeRun(string experiment)
    {
        string run = Path.Combine(Data, "results", experiment, "Train_1");
        Close(Path.GetDirectoryName(run)!);
        Close(run);
        File.WriteAllText(Path.Combine(run, "settings.json"), "settings.json");
        return run;
    }

    private void MakeOpen()
    {
        foreach (string name in new[] { "keys", "devices", "inbox", "results" }) Neighbour.Open(Path.Combine(Data, name));
        Neighbour.Open(Data);
        File.WriteAllText(Path.Combine(Data, "angioboard.db"), "hashes");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(Data, "angioboard.db"), (UnixFileMode)0x1a4);
    }

    private string Mode(string name) =>
        OperatingSystem.IsWindows() ? "" : Convert.ToString((int)File.GetUnixFileMode(Path.Combine(Data, name)), 8);
}
