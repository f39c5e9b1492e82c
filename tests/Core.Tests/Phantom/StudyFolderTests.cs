using Angioboard.Core.Phantom;

namespace Angioboard.Core.Tests.Phantom;

public sealed class StudyFolderTests
{
    private static readonly PhantomOptions Options = new(10, 4);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_study_exists_for_its_own_options_only_and_is_not_drawn_twice()
    {
        using TemporaryFolder folder = new();
        PhantomStudy.Write(folder.Path, Options, null, Cancellation);
        DateTime written = File.GetLastWriteTimeUtc(folder.In("split.json"));

        PhantomStudy.Write(folder.Path, Options, null, Cancellation);

        Assert.Equal(written, File.GetLastWriteTimeUtc(folder.In("split.json")));
        Assert.True(PhantomStudy.Exists(folder.Path, Options));
        Assert.False(PhantomStudy.Exists(folder.Path, Options with { Seed = 5 }));
        Assert.False(PhantomStudy.Exists(folder.Path, Options with { Exams = 11 }));
        Assert.False(PhantomStudy.Exists(folder.In("nowhere"), Options));
    }

    [Theory]
    [InlineData("notes.txt", "mine")]
    [InlineData("phantom.json", "{}")]
    [InlineData("phantom.json", "not JSON")]
    public void A_folder_with_other_content_is_refused_and_left_unchanged(string file, string text)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.In(file), text);

        InputException refusal = Assert.Throws<InputException>(() => PhantomStudy.Write(folder.Path, Options, null, Cancellation));

        Assert.Contains($"{folder.Path}: the folder is neither empty nor a phantom dataset; choose", refusal.Message);
        Assert.Equal([folder.In(file)], Directory.GetFileSystemEntries(folder.Path));
        Assert.Equal(text, File.ReadAllText(folder.In(file)));
    }

    [Fact]
    public void Another_complete_study_is_refused_and_left_unchanged()
    {
        using TemporaryFolder folder = new();
        PhantomStudy.Write(folder.Path, Options, null, Cancellation);

        InputException refusal = Assert.Throws<InputException>(
            () => PhantomStudy.Write(folder.Path, Options with { Seed = 5 }, null, Cancellation));

        Assert.Contains("a different phantom dataset (10 exams, seed 4", refusal.Message);
        Assert.True(PhantomStudy.Exists(folder.Path, Options));
    }

    [Fact]
    public void A_file_in_the_folders_place_is_refused()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.In("study"), "");

        InputException refusal = Assert.Throws<InputException>(
            () => PhantomStudy.Write(folder.In("study"), Options, null, Cancellation));

        Assert.Contains("give a folder", refusal.Message);
    }

    [Fact]
    public void Too_few_exams_are_refused_before_anything_is_written()
    {
        using TemporaryFolder folder = new();

        InputException refusal = Assert.Throws<InputException>(
            () => PhantomStudy.Write(folder.In("study"), new(9, 1), null, Cancellation));

        Assert.StartsWith("exams: 9 are too few", refusal.Message);
        Assert.False(Directory.Exists(folder.In("study")));
    }

    [Fact]
    public void A_cancelled_study_has_no_split_and_can_be_started_again_even_with_other_options()
    {
        using TemporaryFolder folder = new();
        using CancellationTokenSource source = new();

        Assert.ThrowsAny<OperationCanceledException>(
            () => PhantomStudy.Write(folder.Path, new(30, 4), new CancelAtThird(source), source.Token));

        Assert.False(File.Exists(folder.In("split.json")));
        Assert.True(Directory.Exists(folder.In("Train")));
        Assert.False(PhantomStudy.Exists(folder.Path, new(30, 4)));

        PhantomStudy.Write(folder.Path, Options, null, Cancellation);

        Assert.True(PhantomStudy.Exists(folder.Path, Options));
        Assert.Equal(10, Directory.GetDirectories(folder.In("Train", "Train")).Length);
    }

    private sealed class CancelAtThird(CancellationTokenSource source) : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
            if (value.Done == 3) source.Cancel();
        }
    }
}
