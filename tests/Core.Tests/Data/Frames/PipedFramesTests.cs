using System.Diagnostics;
using Angioboard.Core.Data.Cache;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Data.Frames;
using Angioboard.Core.Data.Transforms;

namespace Angioboard.Core.Tests.Data.Frames;

/// <summary>A pipe among the frames blocks neither the check nor training.</summary>
public sealed class PipedFramesTests : IDisposable
{
    private readonly TemporaryStudy study = new();

    public void Dispose() => study.Dispose();

    [Fact]
    public void An_exam_whose_frame_became_a_pipe_has_no_key_and_one_clear_line()
    {
        string frame = study.Frame("a/1.jpg");
        study.Split(("test", [("a/1.jpg", 0)]));
        Exam exam = study.Read().Splits[0].Exams[0];
        File.Delete(frame);
        using (Process make = Process.Start("mkfifo", frame)) make.WaitForExit();

        Assert.Null(FrameCacheKey.Of(exam, new FrameOptions(Modality.Full, 0, null, FrameSpan.Uniform, 32)));
        Assert.Equal($"{frame}: is a pipe, not a file; move it out",
            Assert.Throws<InputException>(() => FrameDecoder.Decode(frame, Modality.Full, 0)).Message);
    }
}
