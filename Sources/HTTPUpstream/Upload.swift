import CCurl
import HTTPCore
import Primitives
import Reactor

/// A body on its way to a vendor, a piece at a time: the next is asked for when libcurl has sent the last.
///
/// `@unchecked Sendable`: touched on its client's loop alone, where its task runs and libcurl calls back.
final class Upload: @unchecked Sendable {
    private let source: any BodySource
    private var piece: ByteBuffer?
    private var position = 0
    private var isAtEnd = false
    /// Why the body cannot be sent to its end.
    private(set) var failure: BodyFailure?
    /// Whether libcurl waits to be told that there is more.
    private var isPaused = false
    private var sender: UnsafeContinuation<Void, Never>?
    private var task: Task<Void, Never>?

    init(_ source: any BodySource) { self.source = source }

    /// Begins to fetch pieces for the transfer.
    func start(for transfer: CurlTransfer) {
        task = Task(executorPreference: transfer.client.loop) { [weak transfer] in
            guard let transfer else { return }
            await self.run(transfer)
        }
    }

    private func run(_ transfer: CurlTransfer) async {
        do throws(BodyFailure) {
            while let piece = try await source.next() {
                guard transfer.upload === self else { return }
                if !piece.isEmpty { await send(piece, over: transfer) }
            }
            isAtEnd = true
        } catch {
            failure = error
        }
        if transfer.upload === self { resume(transfer) }
    }

    /// The transfer is over, whatever became of it.
    func stop() {
        task?.cancel()
        task = nil
        wakeSender()
    }

    /// Has libcurl send a piece, and returns when it has taken all of it.
    private func send(_ piece: ByteBuffer, over transfer: CurlTransfer) async {
        self.piece = piece
        position = 0
        resume(transfer)
        if self.piece != nil, !Task.isCancelled { await withUnsafeContinuation { sender = $0 } }
    }

    private func resume(_ transfer: CurlTransfer) {
        transfer.bodyMoved()
        guard isPaused else { return }
        isPaused = false
        _ = cx_easy_resume(transfer.easy.handle)
        transfer.client.advance()
    }

    private func wakeSender() {
        guard let sender else { return }
        self.sender = nil
        sender.resume()
    }

    /// Copies what libcurl has room for.
    func give(_ room: UnsafeMutablePointer<CChar>, _ count: Int) -> Int {
        guard let piece else {
            if failure != nil { return cx_read_abort() }
            if isAtEnd { return 0 }
            isPaused = true
            return cx_read_pause()
        }
        let amount = min(count, piece.count - position)
        piece.withBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            UnsafeMutableRawPointer(room).copyMemory(from: base + position, byteCount: amount)
        }
        position += amount
        if position == piece.count {
            self.piece = nil
            wakeSender()
        }
        return amount
    }
}

extension CurlTransfer {
    /// libcurl has room for more of the body.
    func giveBody(_ room: UnsafeMutablePointer<CChar>, _ count: Int) -> Int {
        upload?.give(room, count) ?? cx_read_abort()
    }

    /// Something of a body came: the time that the request may take begins anew.
    func bodyMoved() { beginning = client.loop.now }
}
