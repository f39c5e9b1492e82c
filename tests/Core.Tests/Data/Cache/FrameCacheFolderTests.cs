using Angioboard.Core.Data.Cache;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Data.Frames;
using Angioboard.Core.Data.Transforms;

namespace Angioboard.Core.Tests.Data.Cache;

public sealed class FrameCacheFolderTests : IDisposable
{
    private const long BytesOfOneFrame = 48 * 48 * sizeof(float);

    private static readonly FrameOptions OneFrame = GoldenExams.Options with { MaxFrames = 1 };

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Frames => folder.File("frames");

    private string[] Files => [.. Directory.GetFiles(Frames).Order(StringComparer.Ordinal)];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Kept_frames_have_the_bits_of_decoded_ones()
    {
        FrameCache filled = Cache();
        filled.Fill(GoldenExams.All, null, Token);
        FrameCache later = Cache(), decoding = new(GoldenExams.Options, byteLimit: 0);

        Assert.Equal(GoldenExams.All.Length, Files.Length);
        Assert.All(GoldenExams.All, exam => Assert.Equal(Read(decoding, exam), Read(later, exam)));
        Assert.Equal(0, filled.Bytes + later.Bytes);
    }

    [Fact]
    public void A_later_run_reads_no_picture()
    {
        Exam exam = GoldenExams.CopyTo(folder, GoldenExams.All[0]);
        float[] first = Read(Cache(), exam);
        Spoil(exam);

        FrameCache later = Cache();
        later.Fill([exam], null, Token);

        Assert.Equal(first, Read(later, exam));
        Assert.Throws<InputException>(() => Read(new FrameCache(GoldenExams.Options), exam));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_frame_with_another_time_or_size_is_decoded_again(bool time)
    {
        Exam exam = GoldenExams.CopyTo(folder, GoldenExams.All[0]);
        float[] before = Read(Cache(), exam);
        DateTime written = File.GetLastWriteTimeUtc(exam.Frames[0]);
        File.Copy(exam.Frames[1], exam.Frames[0], overwrite: true);
        File.SetLastWriteTimeUtc(exam.Frames[0], time ? written.AddTicks(10) : written);
        Assert.NotEqual(new FileInfo(GoldenExams.All[0].Frames[0]).Length, new FileInfo(exam.Frames[0]).Length);

        float[] after = Read(Cache(), exam);

        Assert.NotEqual(before, after);
        Assert.Equal(Read(new FrameCache(GoldenExams.Options), exam), after);
        Assert.Single(Files);
    }

    [Fact]
    public void Frames_with_other_options_are_kept_separately()
    {
        Exam exam = GoldenExams.All[0];
        FrameOptions[] all =
        [
            GoldenExams.Options, GoldenExams.Options with { Modality = Modality.ICGA }, GoldenExams.Options with { Strip = 49 },
            GoldenExams.Options with { MaxFrames = 3 }, GoldenExams.Options with { Span = FrameSpan.Last },
            GoldenExams.Options with { ImageSize = 32 }, GoldenExams.Options with { Dtype = CacheDtype.Float16 },
        ];

        foreach (FrameOptions options in all) Read(Cache(options), exam);

        Assert.Equal(all.Length, Files.Length);
        Assert.All(all, options => Assert.Equal(Read(new FrameCache(options), exam), Read(Cache(options), exam)));
    }

    [Fact]
    public void Half_precision_rounds_by_a_sixteenth_of_a_grey_level_and_takes_half_the_space()
    {
        FrameOptions half = GoldenExams.Options with { Dtype = CacheDtype.Float16 };
        float apart = 0, above = 0;
        foreach (Exam exam in GoldenExams.All)
        {
            float[] exact = Read(Cache(), exam), written = Read(Cache(half), exam), read = Read(Cache(half), exam);
            Assert.Equal(written, read);
            Assert.Equal(Read(new FrameCache(half), exam), read);
            foreach ((float expected, float actual) in exact.Zip(read))
            {
                if (Math.Abs(expected) <= 1) apart = Math.Max(apart, Math.Abs(expected - actual));
                else above = Math.Max(above, Math.Abs(expected - actual));
            }
        }

        Assert.InRange(apart, float.Epsilon, 1 / 4096f);
        Assert.InRange(above, 0, 1 / 2048f);
        long bytes = GoldenExams.All.Sum(new FrameCache(half).Count) * BytesOfOneFrame;
        Assert.InRange(Files.Sum(file => new FileInfo(file).Length), bytes * 3 / 2, bytes * 8 / 5);
    }

    public static TheoryData<string> Damage => ["cut", "emptied", "longer", "blank", "one bit", "other facts"];

    [Theory]
    [MemberData(nameof(Damage))]
    public void A_damaged_file_is_written_again(string damage)
    {
        Exam exam = GoldenExams.All[0];
        float[] frames = Read(Cache(), exam);
        byte[] whole = File.ReadAllBytes(Files.Single()), damaged = [.. whole];
        switch (damage)
        {
            case "cut": damaged = whole[..^1]; break;
            case "emptied": damaged = []; break;
            case "longer": damaged = [.. whole, 0]; break;
            case "blank": Array.Clear(damaged, damaged.Length / 2, damaged.Length / 2); break;
            case "one bit": damaged[^1000] ^= 4; break;
            default: damaged[40]++; break;
        }
        File.WriteAllBytes(Files.Single(), damaged);

        Assert.Equal(frames, Read(Cache(), exam));
        Assert.Equal(whole, File.ReadAllBytes(Files.Single()));
    }

    [Fact]
    public void The_least_recently_used_files_are_removed_when_space_is_needed()
    {
        string[] files = new string[5];
        for (int i = 0; i < 4; i++)
        {
            Read(Cache(OneFrame), GoldenExams.All[i]);
            files[i] = Files.Except(files).Single();
            File.SetLastWriteTimeUtc(files[i], DateTime.UtcNow.AddDays(i - 9));
        }
        long four = Files.Sum(file => new FileInfo(file).Length);
        Cache(OneFrame).Fill([GoldenExams.All[0]], null, Token);

        FrameCacheFolder store = new(new FrameCacheOptions(Frames, four));
        Read(new FrameCache(OneFrame, 0, store), GoldenExams.All[4]);

        Assert.Null(store.Trouble);
        // A little more than needed is removed: the second and the third.
        files[4] = Files.Except(files).Single();
        Assert.Equal([.. ((string[])[files[0], files[3], files[4]]).Order(StringComparer.Ordinal)], Files);
    }

    [Fact]
    public void A_run_larger_than_the_limit_keeps_what_fits_and_says_so()
    {
        FrameCacheFolder store = new(new FrameCacheOptions(Frames, 3 * BytesOfOneFrame * 6 / 5));
        FrameCache cache = new(OneFrame, store: store);

        cache.Fill(GoldenExams.All, null, Token);

        Assert.Equal(3, Files.Length);
        Assert.Contains("full of frames of this run", store.Trouble, StringComparison.Ordinal);
        Assert.Equal(5 * BytesOfOneFrame, cache.Bytes);
        Assert.All(GoldenExams.All, exam => Assert.Equal(Read(new FrameCache(OneFrame), exam), Read(cache, exam)));
    }

    [Fact]
    public void A_file_that_one_thread_finishes_while_another_looks_for_space_counts_once()
    {
        for (int attempt = 0; attempt < 30; attempt++)
        {
            FrameCacheFolder store = new(new FrameCacheOptions(folder.File($"frames {attempt}"), 3 * BytesOfOneFrame * 6 / 5));

            new FrameCache(OneFrame, store: store).Fill(GoldenExams.All, null, Token);

            Assert.Equal(3, Directory.GetFiles(store.Folder).Length);
        }
    }

    [Fact]
    public void An_unwritable_folder_is_given_up_and_the_run_continues()
    {
        File.WriteAllText(Frames, "a file where the folder should be");
        FrameCacheFolder store = new(new FrameCacheOptions(Frames));
        FrameCache cache = new(GoldenExams.Options, store: store);

        cache.Fill(GoldenExams.All, null, Token);

        Assert.StartsWith($"the frame cache in {Frames} cannot be written to", store.Trouble, StringComparison.Ordinal);
        Assert.Equal(GoldenExams.All.Sum(exam => cache.Count(exam)) * BytesOfOneFrame, cache.Bytes);
    }

    [Fact]
    public void Only_the_user_can_look_at_the_folder()
    {
        if (OperatingSystem.IsWindows()) return;

        Read(Cache(), GoldenExams.All[0]);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Frames));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Files.Single()));
    }

    [Fact]
    public void Concurrent_writers_all_read_complete_frames()
    {
        FrameCache decoding = new(GoldenExams.Options);
        float[][] expected = [.. GoldenExams.All.Select(exam => Read(decoding, exam))];

        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Token }, i =>
        {
            FrameCache cache = Cache();
            for (int exam = 0; exam < expected.Length; exam++) Assert.Equal(expected[exam], Read(cache, GoldenExams.All[exam]));
            if (i % 5 == 0 && Files is [string first, ..]) File.Delete(first);
        });

        Assert.Empty(Directory.GetFiles(Frames, "*.tmp"));
    }

    [Fact]
    public void Unfinished_files_of_a_killed_process_are_removed_and_never_read()
    {
        Exam exam = GoldenExams.All[0];
        float[] frames = Read(Cache(), exam);
        string dead = $"{Files.Single()}.1.tmp", young = $"{Files.Single()}.2.tmp", alive = $"{Files.Single()}.3.tmp";
        File.WriteAllBytes(dead, new byte[5000]);
        File.WriteAllBytes(young, new byte[5000]);
        using FileStream writer = new(alive, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        foreach (string file in (string[])[dead, alive]) File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-1));
        File.Delete(Files[0]);

        float[] again = Read(Cache(), exam);

        Assert.Equal(frames, again);
        Assert.Equal([false, true, true], ((string[])[dead, young, alive]).Select(File.Exists));
    }

    private FrameCache Cache(FrameOptions? options = null, long? bytes = null) =>
        new(options ?? GoldenExams.Options, byteLimit: 0, new FrameCacheFolder(new FrameCacheOptions(Frames, bytes)));

    /// <summary>Replaces frames with undecodable files of the same size and time.</summary>
    private static void Spoil(Exam exam)
    {
        foreach (string frame in exam.Frames)
        {
            DateTime time = File.GetLastWriteTimeUtc(frame);
            File.WriteAllBytes(frame, new byte[new FileInfo(frame).Length]);
            File.SetLastWriteTimeUtc(frame, time);
        }
    }

    private static float[] Read(FrameCache cache, Exam exam)
    {
        float[] frames = new float[cache.Count(exam) * cache.Options.ImageSize * cache.Options.ImageSize];
        cache.Read(exam, frames, Token);
        return frames;
    }
}
