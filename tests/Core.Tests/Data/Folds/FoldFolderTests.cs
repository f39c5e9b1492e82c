using Angioboard.Core.Data.Folds;

namespace Angioboard.Core.Tests.Data.Folds;

public sealed class FoldFolderTests : IDisposable
{
    private static readonly FoldOptions options = new(2);

    private readonly TemporaryStudy study = new();

    private string Folder => study.PathOf("Study_1/folds");

    public FoldFolderTests() => Directory.CreateDirectory(study.PathOf("Study_1"));

    public void Dispose() => study.Dispose();

    [Fact]
    public void Folds_are_split_files_with_the_paths_of_the_source()
    {
        FoldSet folds = Divide("""
            {"train": [["x/a/1.jpg", 0], ["x//b/7.jpg", 1], ["x/a/2.jpg", 0], ["c/1.jpg", 0], ["d/1.jpg", 1]],
             "validation": [["é \"q\"/1.jpg", 0], ["f/1.jpg", 1]], "test": [["g/3.jpg", null], ["h/1.jpg", 1]]}
            """);

        FoldFolder.Write(Folder, folds);

        Assert.Equal(["fold-0.json", "fold-1.json", "fold-2.json", "held-out.json"],
            Directory.GetFiles(Folder).Select(path => Path.GetFileName(path)).Order());
        Assert.Equal("""{"test":[["g/3.jpg",null],["h/1.jpg",1]]}""" + "\n", File.ReadAllText(Path.Combine(Folder, "held-out.json")));
        string[] texts = [.. Enumerable.Range(0, 3).Select(f => File.ReadAllText(Path.Combine(Folder, $"fold-{f}.json")))];
        Assert.All(texts, text => Assert.Contains("""["x/a/1.jpg",0],["x/a/2.jpg",0]""", text));
        Assert.All(texts, text => Assert.Contains("""["x/b/7.jpg",1]""", text));
        Assert.All(texts, text => Assert.Contains("""["é \"q\"/1.jpg",0]""", text));
        Assert.Equal(folds.Folds.Select(fold => fold.Text()), texts.Select(System.Text.Encoding.UTF8.GetBytes));
        Assert.Equal(["folds"], Directory.GetFileSystemEntries(study.PathOf("Study_1")).Select(path => Path.GetFileName(path)));
    }

    [Fact]
    public void Without_a_test_nothing_is_held_out()
    {
        FoldFolder.Write(Folder, Divide("""{"train": [["a/1.jpg", 0], ["b/1.jpg", 0], ["c/1.jpg", 0]]}"""));

        Assert.False(File.Exists(Path.Combine(Folder, FoldFolder.HeldOutFile)));
    }

    [Fact]
    public void The_same_folds_again_change_nothing_and_others_are_refused()
    {
        FoldSet folds = Divide("""{"train": [["a/1.jpg", 0], ["b/1.jpg", 0], ["c/1.jpg", 0], ["d/1.jpg", 0]]}""");
        FoldFolder.Write(Folder, folds);
        DateTime written = File.GetLastWriteTimeUtc(Path.Combine(Folder, "fold-0.json"));

        FoldFolder.Write(Folder, folds);

        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(Folder, "fold-0.json")));
        File.AppendAllText(Path.Combine(Folder, "fold-1.json"), " ");
        Assert.Equal($"{Folder}: holds other folds already; a study's folds do not change, so make a new study",
            Assert.Throws<InputException>(() => FoldFolder.Write(Folder, folds)).Message);
    }

    [Fact]
    public void Folds_that_are_missing_are_added()
    {
        FoldSet folds = Divide("""{"train": [["a/1.jpg", 0], ["b/1.jpg", 0], ["c/1.jpg", 0]], "test": [["d/1.jpg", 0]]}""");
        FoldFolder.Write(Folder, folds with { Folds = [.. folds.Folds.Take(2)], HeldOut = [] });

        FoldFolder.Write(Folder, folds);

        Assert.Equal(4, Directory.GetFiles(Folder).Length);
        Assert.Equal(folds.Folds[2].Text(), File.ReadAllBytes(Path.Combine(Folder, "fold-2.json")));
        Assert.Throws<InputException>(() => FoldFolder.Write(Folder, folds with { HeldOut = [] }));
    }

    [Fact]
    public void A_link_in_the_place_of_a_fold_is_not_followed()
    {
        FoldSet folds = Divide("""{"train": [["a/1.jpg", 0], ["b/1.jpg", 0], ["c/1.jpg", 0], ["d/1.jpg", 0]]}""");
        FoldFolder.Write(Folder, folds);
        string fold = Path.Combine(Folder, "fold-1.json"), moved = study.PathOf("moved.json");
        File.Move(fold, moved);
        File.CreateSymbolicLink(fold, moved);

        Assert.Throws<InputException>(() => FoldFolder.Write(Folder, folds));
    }

    [Fact]
    public void What_a_write_that_was_cut_short_has_left_is_replaced()
    {
        Directory.CreateDirectory(Folder + ".new");
        File.WriteAllText(Path.Combine(Folder + ".new", "fold-7.json"), "half");

        FoldFolder.Write(Folder, Divide("""{"train": [["a/1.jpg", 0], ["b/1.jpg", 0], ["c/1.jpg", 0]]}"""));

        Assert.Equal(3, Directory.GetFiles(Folder).Length);
        Assert.False(Directory.Exists(Folder + ".new"));
    }

    [Fact]
    public void A_full_disk_leaves_no_folder()
    {
        FoldSet folds = Divide("""{"train": [["a/1.jpg", 0], ["b/1.jpg", 0], ["c/1.jpg", 0]]}""");
        using SmallDisk disk = new(study.PathOf("disk"), 64);
        disk.Fill();

        InputException refusal = Assert.Throws<InputException>(() => FoldFolder.Write(Path.Combine(disk.Path, "folds"), folds));

        Assert.Contains("the disk is full", refusal.Message);
        Assert.Single(Directory.GetFileSystemEntries(disk.Path));
        disk.Free();
        FoldFolder.Write(Path.Combine(disk.Path, "folds"), folds);
        Assert.Equal(3, Directory.GetFiles(Path.Combine(disk.Path, "folds")).Length);
    }

    private FoldSet Divide(string split) =>
        FoldDivision.Divide(study.Write("split.json", split), options, 3, TestContext.Current.CancellationToken);
}
