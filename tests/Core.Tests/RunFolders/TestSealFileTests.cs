using System.Diagnostics;
using Angioboard.Core.RunFolders;

namespace Angioboard.Core.Tests.RunFolders;

public sealed class TestSealFileTests : IDisposable
{
    private static readonly DateTimeOffset Day = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();

    private RunFolder Run => new(folder.Path);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_seal_is_read_as_it_was_written()
    {
        TestSeal sealedSince = new("retina", Day, "anna") { Reveals = [new TestReveal(Day.AddDays(1), "ben", "final “model”", 3)] };

        TestSealFile.Write(Run, sealedSince with { Reveals = [] });
        Assert.Equal("retina", TestSealFile.Closed(Run)!.Dataset);
        TestSealFile.Write(Run, sealedSince);

        TestSeal read = TestSealFile.Find(Run)!;
        Assert.Equal(sealedSince.Reveals, read.Reveals);
        Assert.Equal((Day, "anna"), (read.SealedAt, read.SealedBy));
        Assert.Null(TestSealFile.Closed(Run));
    }

    [Fact]
    public void Without_a_file_or_after_unsealing_the_test_split_is_open()
    {
        Assert.Null(TestSealFile.Find(Run));

        TestSealFile.Write(Run, new TestSeal("retina", Day, "anna") { Unsealed = new TestUnsealing(Day, "admin", "published") });

        Assert.Null(TestSealFile.Closed(Run));
    }

    [Fact]
    public void More_training_and_a_later_seal_close_it_again()
    {
        TestSeal seal = new("retina", Day, "anna") { Reveals = [new TestReveal(Day.AddDays(1), "ben", "final model", 1)] };
        TestSealFile.Write(Run, seal);
        Assert.Null(TestSealFile.Closed(Run));

        TestSealFile.TrainOn(Run, Day.AddDays(2));
        Assert.NotNull(TestSealFile.Closed(Run));
        TestSealFile.Write(Run, seal with { SealedAt = Day.AddDays(3) });

        Assert.NotNull(TestSealFile.Closed(Run));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"dataset\":\"retina\",\"sealed_at\":\"2026-11-29T12:00:00Z\",\"sealed_by\":null,\"reveals\":[]}")]
    [InlineData("{\"dataset\":\"retina\",\"sealed_at\":\"2026-11-29T12:00:00Z\",\"sealed_by\":\"a\",\"reveals\":[{}]}")]
    [InlineData("{\"dataset\":\"retina\",\"sealed_at\":\"2026-11-29T12:00:00Z\",\"sealed_by\":\"a\",\"reveals\":[null]}")]
    [InlineData("{\"dataset\":\"retina\",\"sealed_at\":\"2026-11-29T12:00:00Z\",\"sealed_by\":\"a\",\"reveals\":null}")]
    [InlineData("{\"dataset\":\"retina\"")]
    public void A_damaged_file_counts_as_a_seal(string json)
    {
        File.WriteAllText(Run.TestSeal, json);

        TestSeal seal = TestSealFile.Closed(Run)!;

        Assert.Contains("counts as sealed", seal.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', seal.Problem!);
    }

    [Fact]
    public void What_is_not_a_file_of_a_seals_size_counts_as_a_seal()
    {
        string open = folder.File("elsewhere.json");
        TestSealFile.Write(Run, new TestSeal("retina", Day, "anna") { Reveals = [new TestReveal(Day, "ben", "final model", 1)] });
        File.Move(Run.TestSeal, open);

        File.CreateSymbolicLink(Run.TestSeal, open);
        Assert.NotNull(TestSealFile.Closed(Run)?.Problem);
        File.Delete(Run.TestSeal);
        File.CreateSymbolicLink(Run.TestSeal, folder.File("nowhere"));
        Assert.NotNull(TestSealFile.Closed(Run)?.Problem);
        File.Delete(Run.TestSeal);
        Directory.CreateDirectory(Run.TestSeal);
        Assert.NotNull(TestSealFile.Closed(Run)?.Problem);
        Directory.Delete(Run.TestSeal);
        using (Process pipe = Process.Start("mkfifo", Run.TestSeal)) pipe.WaitForExit();
        Assert.NotNull(TestSealFile.Closed(Run)?.Problem);
        File.Delete(Run.TestSeal);
        File.WriteAllText(Run.TestSeal, $"{File.ReadAllText(open)}{new string(' ', 1 << 20)}");
        Assert.NotNull(TestSealFile.Closed(Run)?.Problem);
    }
}
