//! The program without a terminal.

use super::*;

/// The program without a terminal: keys in, pictures out.
pub(super) struct Session {
    pub(super) state: State,
    pub(super) size: (u16, u16),
    pub(super) effects: Vec<Effect>,
    pub(super) index: Option<Arc<Index>>,
    /// Whether what is saved is not on the disk before a test says so.
    pub(super) slow_disk: bool,
}

impl Session {
    pub(super) fn new(pack: Arc<Pack>, look: Look, size: (u16, u16)) -> Session {
        let mut session =
            Session { state: State::new(pack, Answers::default(), look), size, effects: Vec::new(), slow_disk: false, index: None };
        session.draw();
        session
    }

    pub(super) fn team(size: (u16, u16)) -> Session {
        Session::new(team(), COLOUR, size)
    }

    pub(super) fn tree(mut self, id: &str) -> Session {
        let effects = open_tree(&mut self.state, id);
        self.carry_out(effects);
        self.draw();
        self
    }

    /// Presses keys, named as in the table and parted by blanks.
    pub(super) fn keys(mut self, keys: &str) -> Session {
        for key in keys.split_whitespace() {
            self.press(key);
        }
        self
    }

    pub(super) fn press(&mut self, key: &str) {
        let (modifiers, name) = match key.strip_prefix("ctrl-") {
            Some(rest) => (KeyModifiers::CONTROL, rest),
            None => (KeyModifiers::NONE, key),
        };
        let code = match name {
            "up" => KeyCode::Up,
            "down" => KeyCode::Down,
            "left" => KeyCode::Left,
            "right" => KeyCode::Right,
            "enter" => KeyCode::Enter,
            "esc" => KeyCode::Esc,
            "tab" => KeyCode::Tab,
            "backtab" => KeyCode::BackTab,
            "backspace" => KeyCode::Backspace,
            "delete" => KeyCode::Delete,
            "home" => KeyCode::Home,
            "end" => KeyCode::End,
            "pageup" => KeyCode::PageUp,
            "pagedown" => KeyCode::PageDown,
            "space" => KeyCode::Char(' '),
            "f1" => KeyCode::F(1),
            c => KeyCode::Char(c.chars().next().unwrap()),
        };
        self.tell(Message::Input(Input::Key(KeyEvent::new(code, modifiers))));
    }

    pub(super) fn tell(&mut self, message: Message) {
        self.take(message);
        self.draw();
    }

    pub(super) fn take(&mut self, message: Message) {
        let effects = update(&mut self.state, message);
        self.carry_out(effects);
    }

    pub(super) fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::LookAhead(LookAhead { generation, purpose, tree, answers }) => {
                    let pack = Arc::clone(&self.state.pack);
                    let tree = pack.tree(&tree).unwrap();
                    let route = route(tree, &answers);
                    if let Purpose::Ways(node) = purpose {
                        let sets = Reach::new(tree, &answers).ways(node).map(|ways| ways.sets).unwrap_or_default();
                        self.take(Message::Ways { generation, sets });
                        continue;
                    }
                    self.take(Message::Ahead { generation, possible: possible(tree, &answers, &route) });
                    if purpose == Purpose::Walk {
                        let insight = Arc::new(insight(tree, &answers, &route));
                        let contradictions = Arc::new(Contradicted::all(&pack, &answers));
                        self.take(Message::Explained { generation, insight, contradictions });
                    }
                }
                Effect::FindContradictions { generation, answers } => {
                    let contradictions = Arc::new(Contradicted::all(&self.state.pack, &answers));
                    self.take(Message::Contradicted { generation, contradictions });
                }
                Effect::Search { generation, query } => {
                    let index = self.index.get_or_insert_with(|| index_of(&self.state.pack));
                    let hits = index.find(&query, MAX_FOUND);
                    self.take(Message::Found { generation, hits });
                }
                // Whatever is saved is on the disk at once.
                Effect::Save { generation, record } if !self.slow_disk => {
                    self.effects.push(Effect::Save { generation, record });
                    let outcome = Ok(Saved { path: PathBuf::from("/s/hand.json"), beside: false });
                    self.take(Message::Saved { generation, outcome });
                }
                effect => self.effects.push(effect),
            }
        }
    }

    pub(super) fn draw(&mut self) -> Buffer {
        let mut terminal = Terminal::new(TestBackend::new(self.size.0, self.size.1)).unwrap();
        let mut measured = None;
        terminal.draw(|frame| measured = Some(render(&self.state, frame.area(), frame.buffer_mut()))).unwrap();
        update(&mut self.state, Message::Drawn(measured.unwrap()));
        terminal.backend().buffer().clone()
    }

    pub(super) fn text(&mut self) -> String {
        lines(&self.draw()).join("\n")
    }

    pub(super) fn click(&mut self, text: &str) {
        let all = lines(&self.draw());
        let y = all.iter().position(|line| line.contains(text)).unwrap_or_else(|| panic!("no {text:?} in\n{}", all.join("\n")));
        let x = all[y].find(text).map(|at| all[y][..at].chars().count()).unwrap();
        self.tell(Message::Input(Input::Click(x as u16, y as u16)));
    }
}
