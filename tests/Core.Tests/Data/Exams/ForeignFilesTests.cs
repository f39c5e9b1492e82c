using System.Diagnostics;
using System.Net.Sockets;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Data.Frames;

namespace Angioboard.Core.Tests.Data.Exams;

/// <summary>Files that other systems and programs leave beside frames, and things with a frame's name that are not frames.</summary>
public sealed class ForeignFilesTests : IDisposable
{
    private readonly TemporaryStudy study = new();

    public ForeignFilesTests()
    {
        study.Frame("a/1.jpg");
        study.Frame("a/3.jpg");
        study.Frame("b/1.jpg");
        study.Split(("test", [("a/1.jpg", 0), ("b/1.jpg", 1)]));
    }

    public void Dispose() => study.Dispose();

    [Fact]
    public void Hidden_files_and_folders_are_skipped_and_counted_in_one_line()
    {
        foreach (string name in new[] { "a/._1.jpg", "a/._3.jpg", "a/.DS_Store", "a/Thumbs.db", "b/desktop.ini", "b/thumbs.DB" })
            study.Write(name, "");
        foreach (string name in new[] { "a/.AppleDouble", "b/@eaDir" }) Directory.CreateDirectory(study.PathOf(name));

        ExamIndex index = study.Read();

        Assert.Equal(["1.jpg", "3.jpg"], index.Splits[0].Exams[0].Frames.Select(frame => Path.GetFileName(frame)));
        Assert.Equal([$"{study.Folder}: hidden files and folders among the frames are ignored: 8, such as a/.AppleDouble"], index.Warnings);
        Assert.Equal(2, ExamListing.Read(study.SplitPath, study.Folder, 2).Frames("a").Count);
    }

    [Fact]
    public void A_folder_with_only_hidden_files_has_no_frames()
    {
        study.Write("__MACOSX/a/._1.jpg", "");
        study.Split(("test", [("__MACOSX/a/._1.jpg", 0), ("b/1.jpg", 1)]));

        Assert.Equal(
            [$"{study.PathOf("__MACOSX/a")}: no frames (*.jpg, *.jpeg) in this exam's folder, except hidden files such as ._1.jpg; add "
                + $"them or remove the exam from the split"],
            study.Problems());
    }

    [Theory]
    [InlineData("2.png", "is not a JPEG and is not used; convert it or move it out")]
    [InlineData("2.TIF", "is not a JPEG and is not used; convert it or move it out")]
    [InlineData("2 (1).dcm", "is not a JPEG and is not used; convert it or move it out")]
    [InlineData("2.jpg.part",
        "is not used because its name does not end in .jpg or .jpeg; rename it if it is a whole frame, otherwise move it out")]
    [InlineData("2.jpg ",
        "is not used because its name does not end in .jpg or .jpeg; rename it if it is a whole frame, otherwise move it out")]
    [InlineData("2.jfif",
        "is not used because its name does not end in .jpg or .jpeg; rename it if it is a whole frame, otherwise move it out")]
    [InlineData("2", "is not used because its name does not end in .jpg or .jpeg; rename it if it is a whole frame, otherwise move it out")]
    public void Files_that_may_be_frames_with_another_extension_are_named(string name, string warning)
    {
        study.Write($"a/{name}", "");

        Assert.Equal([$"{study.PathOf($"a/{name}")}: {warning}"], study.Read().Warnings);
    }

    [Fact]
    public void Many_of_a_kind_are_one_line_per_exam()
    {
        foreach (int number in new[] { 2, 4, 5 }) study.Write($"a/{number}.png", "");

        Assert.Equal([$"{study.PathOf("a/2.png")} and 2 more in the same folder: is not a JPEG and is not used; convert it or move it out"],
            study.Read().Warnings);
    }

    [Theory]
    [InlineData("notes.txt")]
    [InlineData("montage.png")]
    [InlineData("1.jpg.json")]
    public void Notes_beside_frames_are_not_reported(string name)
    {
        study.Write($"a/{name}", "");

        Assert.Empty(study.Read().Warnings);
    }

    [Fact]
    public void A_folder_with_a_frames_name_is_not_a_frame()
    {
        Directory.CreateDirectory(study.PathOf("a/2.jpg"));

        Assert.Equal([$"{study.PathOf("a/2.jpg")}: is a folder, not a frame, and is not used; move it out"], study.Read().Warnings);

        study.Split(("test", [("a/2.jpg", 0)]));
        Assert.Equal(
            [$"{study.PathOf("a/2.jpg")}: the split names this frame, but it is a folder; put the frame in its place or remove it from the "
                + $"split"], study.Problems());
    }

    [Fact]
    public void A_circle_of_links_is_named()
    {
        File.CreateSymbolicLink(study.PathOf("a/2.jpg"), study.PathOf("a/2.jpg"));

        Assert.Equal([$"{study.PathOf("a/2.jpg")}: cannot be read: its symbolic links form a loop; remove them or point them at the file"],
            study.Problems());
    }

    [Fact]
    public void Pipes_sockets_and_devices_are_named_without_waiting()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other systems have no such files, or do not tell them apart");
        using (Process make = Process.Start("mkfifo", study.PathOf("a/4.jpg"))) make.WaitForExit();
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(study.PathOf("a/5.jpg")));
        File.CreateSymbolicLink(study.PathOf("a/6.jpg"), "/dev/zero");

        Assert.Equal(
            [
                $"{study.PathOf("a/4.jpg")}: is a pipe, not a file; move it out",
                $"{study.PathOf("a/5.jpg")}: is a socket, not a file; move it out",
                $"{study.PathOf("a/6.jpg")}: is a device, not a file; move it out",
            ],
            study.Problems());
        InputException refusal = Assert.Throws<InputException>(() => FrameDecoder.Decode(study.PathOf("a/4.jpg"), Modality.Full, 0));
        Assert.Equal($"{study.PathOf("a/4.jpg")}: is a pipe, not a file; move it out", refusal.Message);
    }

    [Theory]
    [InlineData(0xc3, 8, "lossless")]
    [InlineData(0xc0, 12, "12-bit")]
    [InlineData(0xc5, 8, "hierarchical")]
    public void A_JPEG_of_a_kind_that_cannot_be_decoded_is_not_called_damaged(byte marker, byte bits, string kind)
    {
        study.Spoilt("a/2.jpg", whole =>
        {
            int frame = whole.AsSpan().IndexOf((byte[])[0xff, 0xc0]);
            (whole[frame + 1], whole[frame + 4]) = (marker, bits);
            return whole;
        });

        string expected =
            $"{study.PathOf("a/2.jpg")}: is a {kind} JPEG, which cannot be decoded; save it as an ordinary JPEG (8 bits, baseline) or move "
                + $"it out";
        Assert.Equal([expected], study.Problems());
        Assert.Equal(expected, Assert.Throws<InputException>(() => FrameDecoder.Decode(study.PathOf("a/2.jpg"), Modality.Full, 0)).Message);
    }
}
